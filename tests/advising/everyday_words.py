"""Sixty everyday words that people say on the phone, and the topic they mean: with nynorsk, dialect and typos."""

EVERYDAY_WORDS = (
    ("sliten", "burden"), ("utslitt", "burden"), ("orker ikke", "burden"), ("stress", "burden"), ("sliteen", "burden"),
    ("sorg", "grief_and_loss"), ("døde", "grief_and_loss"), ("savn", "grief_and_loss"),
    ("skam", "guilt_and_shame"), ("dårlig samvittighet", "guilt_and_shame"), ("skyldfølelse", "guilt_and_shame"),
    ("sover ikke", "own_health"), ("søvn", "own_health"), ("vondt i hodet", "own_health"),
    ("sykmeldt", "own_work_and_money"), ("grenser", "boundaries"), ("si nei", "boundaries"), ("mase", "boundaries"),
    ("ensom", "loneliness"), ("einsam", "loneliness"), ("aleine", "loneliness"),
    ("krangel", "conflict"), ("krangler", "conflict"), ("snakke", "communication"), ("samtale", "communication"),
    ("mamma", "parenting"), ("skilsmisse", "couple"), ("mannen min", "couple"), ("søster", "siblings"),
    ("slår", "violence"), ("trusler", "violence"), ("redd", "violence"),
    ("selvmord", "suicide_risk"), ("sjølvmord", "suicide_risk"), ("ta livet", "suicide_risk"),
    ("rus", "substance_coping"), ("drikker", "substance_coping"), ("hasj", "substance_coping"),
    ("medisin", "medication"), ("tabletter", "medication"), ("isolerer", "isolation"),
    ("venteliste", "waiting"), ("ventetid", "waiting"), ("avslag", "refusal"), ("avvist", "refusal"),
    ("innlagt", "admission"), ("utskrevet", "admission"), ("tvang", "coercion"), ("tvangsinnlagt", "coercion"),
    ("taushetsplikt", "confidentiality"), ("teieplikt", "confidentiality"), ("klage", "complaint"),
    ("nav", "disability_benefit"), ("aap", "disability_benefit"), ("uføretrygd", "disability_benefit"),
    ("gjeld", "debt"), ("inkasso", "debt"), ("verge", "guardianship"), ("bolig", "housing"),
    ("skolevegring", "school_refusal"),
)  # fmt: skip
