"""A synthetic corpus for the detector: sentences with planted personal data, and sentences with none."""

import random
from collections.abc import Iterator

from pio.core.personal_data import names

UNLISTED_GIVEN = ("Ytterlid", "Brynhildr", "Zaynabou", "Teofila", "Wiremu", "Aurelie")
UNLISTED_SURNAMES = ("Fjellvåg", "Tverrbotn", "Osei", "Papadopoulos", "Lindqvist", "Mbeki", "Ørnevik", "Kråkstadli")
STREETS = (
    "Storgata", "Kirkeveien", "Bjørnstjerne Bjørnsons gate", "markveien", "Trondheimsveien", "Øvre Slottsgate",
    "Fjellstien", "Skoleveien", "Solbergbakken", "Parkvn.", "Kongens gate", "Ullevålsalléen", "Grønlandsleiret torg",
    "Eikelia terrasse", "Åsveien", "Grefsenkollveien", "Nedre Foss gate", "Sørenga brygge",
)  # fmt: skip
TOWNS = ("0560 Oslo", "5003 Bergen", "7010 Trondheim", "1358 Jar", "3011 Drammen", "4006 Stavanger", "9008 Tromsø")
FRAMES = (
    "Hun ringte om {}.", "Jeg heter {} og lurer på noe.", "Snakket med {} i går.", "kontakt: {}", "({})",
    "Moren sier {} og gråter.", "Gjelder {}, som er innlagt.", "{}", "Ring tilbake til {} før kl. 15.", "Husk {}!",
    "Vi avtalte at {} skulle følges opp i uke 48.",
)  # fmt: skip


def _date(rng: random.Random) -> tuple[int, int, int]:
    return rng.randint(1, 28), rng.randint(1, 12), rng.randint(0, 99)


def national_id(rng: random.Random) -> str:
    """Birth number, D-number, synthetic, in the ways they are written; control digits by chance, as from 2032."""
    day, month, year = _date(rng)
    day += rng.choice((0, 0, 0, 40))
    month += rng.choice((0, 0, 0, 80, 65, 40))
    head, tail = f"{day:02}{month:02}{year:02}", f"{rng.randint(0, 99999):05}"
    dotted = f"{day:02}.{month:02}.{year:02}"
    spaced = f"{day:02} {month:02} {year:02}"
    return rng.choice((head + tail, f"{head} {tail}", f"{head}-{tail}", f"{dotted} {tail}", f"{spaced} {tail}"))


def phone(rng: random.Random) -> str:
    """Norwegian mobile and fixed numbers, and some from abroad."""
    d = f"{rng.choice('23456789')}{rng.randint(0, 9999999):07}"
    if d.startswith(("19", "20")):
        d = "9" + d[1:]
    forms = (
        d, f"{d[:3]} {d[3:5]} {d[5:]}", f"{d[:2]} {d[2:4]} {d[4:6]} {d[6:]}", f"+47 {d}", f"+47{d}", f"0047 {d}",
        f"{d[:2]}.{d[2:4]}.{d[4:6]}.{d[6:]}", f"{d[:4]} {d[4:]}", f"+47 {d[:3]} {d[3:5]} {d[5:]}",
        f"{d[:3]}-{d[3:5]}-{d[5:]}",
        f"+46 70 {d[:3]} {d[3:5]} {d[5:7]}", f"+44 7911 {d[:6]}", f"+48{d}1",
    )  # fmt: skip
    return rng.choice(forms)


def email(rng: random.Random) -> str:
    """Addresses, some of them written round."""
    local = rng.choice(("kari.nordmann", "ola", "fatima_ali", "p-hansen", "bjørg", "x.y+z", "jens1987"))
    host = rng.choice(("example.org", "epost.example.no", "gmail.example", "firma-as.example"))
    return rng.choice((f"{local}@{host}", f"{local}@{host}", f"{local} (at) {host}", f"{local}[at]{host}"))


def account(rng: random.Random) -> str:
    """Account numbers with a fitting control digit; dotted, spaced, bare."""
    while True:
        digits = [rng.randint(0, 9) for _ in range(10)]
        rest = -sum(w * n for w, n in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), digits, strict=True)) % 11
        if rest < 10:
            text = "".join(map(str, [*digits, rest]))
            return rng.choice((text, f"{text[:4]}.{text[4:6]}.{text[6:]}", f"{text[:4]} {text[4:6]} {text[6:]}"))


def address(rng: random.Random) -> str:
    """A street with its number, or a post code with its town."""
    number = f"{rng.randint(1, 199)}{rng.choice(('', '', 'A', ' B', 'c'))}"
    return rng.choice((f"{rng.choice(STREETS)} {number}",) * 3 + (rng.choice(TOWNS),))


def name(rng: random.Random) -> str:
    """A full name: one part may be missing from the list, never both; capitals, small letters, turned round."""
    listed = names.listed()
    given = [each for each in sorted(listed.given) if each not in listed.words and len(each) > 2]
    surnames = [each for each in sorted(listed.surnames) if each not in listed.words and len(each) > 2]
    first, last = rng.choice(given).title(), rng.choice(surnames).title()
    forms = (
        f"{rng.choice(UNLISTED_GIVEN)} {last}", f"{first} {rng.choice(UNLISTED_SURNAMES)}", f"{last}, {first}",
        f"{first} {rng.choice(given).title()} {last}", f"{first.lower()} {last.lower()}",
        f"{first}-{rng.choice(given).title()} {last}", *(f"{first} {last}",) * 4,
    )  # fmt: skip
    return rng.choice(forms)


PLANT = {
    "national_id": national_id, "phone": phone, "email": email, "account": account, "address": address, "name": name,
}  # fmt: skip


def sentences(rng: random.Random, number: int) -> Iterator[tuple[str, list[tuple[str, int, int]]]]:
    """Sentences with what was planted in each: kind, start, end."""
    for count in range(number):
        kind = list(PLANT)[count % len(PLANT)]
        item = PLANT[kind](rng)
        frame = rng.choice(FRAMES)
        start = frame.index("{}")
        yield frame.format(item), [(kind, start, start + len(item))]


CLEAN = (
    "Moren er sliten og vet ikke hvor hun skal henvende seg.",
    "Sønnen på 24 år har vært innlagt tre ganger siden 2022.",
    "Han venter på plass ved DPS og har ventet i 12 uker.",
    "Vi snakket om grenser, søvn og egen helse i 45 minutter.",
    "Hun har fått avslag på AAP fra NAV og vil klage innen 6 uker.",
    "Ringte legevakten på 116 117 og ble bedt om å vente.",
    "Datteren bruker cannabis hver dag, og far er bekymret.",
    "Fikk informasjon om Kirkens SOS og Mental Helse.",
    "Søsteren bor hjemme hos foreldrene i Bergen.",
    "Henvist til kurs mandag 23. november kl. 17.30.",
    "Perioden 2024–2025 var vanskelig for hele familien.",
    "Gjeld på 250 000 kr hos flere kreditorer.",
    "Inntekten er 32 500 kroner i måneden, husleien 14 000.",
    "Personlig ombud kan følge til møtet på onsdag.",
    "Han ble skrevet ut fra Diakonhjemmet Sykehus i går.",
    "Foreslo samtalegruppe for foreldre, 10 møter.",
    "Etter psykisk helsevernloven § 3-3 har nærmeste pårørende klagerett.",
    "Hun har fulgt ham i 15 år, og orker ikke mer.",
    "Mor ringte fra Nord-Norge, far bor i Oslo.",
    "De har prøvd Rask psykisk helsehjelp i bydel Gamle Oslo.",
    "Kari ringte på vegne av broren sin.",
    "Vi anbefalte Helsenorge og Lånekassen.",
    "Ventetiden er 8 til 10 uker ved poliklinikken.",
    "Barnevernet er koblet på, og skolen kjenner saken.",
    "Per i dag er det ingen plan, og liv og død ble nevnt.",
    "Kurset koster 1 200 kr og varer fra 10.01.2026 til 14.02.2026.",
    "Han hører stemmer og vil ikke ta medisin.",
    "Statsforvalteren i Oslo og Viken svarte etter 90 dager.",
    "Dag og natt er snudd, og hun sover 4 timer.",
    "Ansvarsgruppen møtes torsdag i uke 12 klokka 09:00.",
    "Spurte om pleiepenger og omsorgsstønad for 3. gang.",
    "Boligkontoret sa at køen er på 2 år.",
    "Politiet var hos dem to ganger i helgen.",
    "Familievernkontoret Enerhaugen kan hjelpe med mekling.",
    "Norsk Helsenett hadde feil i 20 minutter.",
    "Hun er 67 år, han 70, og de har vært gift i 44 år.",
    "Det er 3 uker til, og så er det jul.",
    "Sak 12/3456 ble sendt i mars.",
    "Bodde på gata i fem år før han fikk kommunal bolig.",
    "God bedring til alle sammen.",
)  # fmt: skip
