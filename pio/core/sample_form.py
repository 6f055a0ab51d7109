"""One form with a field of every kind, as `/komponenter/` shows it in demo: filled in, and with its errors."""

from django import forms

from pio.core import choices
from pio.core.forms import PhoneField, PickCheckboxes, PickRadio

LEAVE_WORD = [("yes", "Ja, på mobilsvar og SMS"), ("sms", "Bare på SMS"), ("no", "Nei, ikke legg igjen beskjed")]


class SampleForm(forms.Form):
    """Every kind of field; texts are for those who build pages, so they are not translated."""

    name = forms.CharField(label="Navn", help_text="Bare den du skal møte, ser det.", required=False)
    email = forms.EmailField(label="E-post")
    phone = PhoneField(label="Mobil")
    day = forms.DateField(label="Dag")
    time = forms.TimeField(label="Klokkeslett", required=False)
    words = forms.CharField(label="Beskjed", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    attachment = forms.FileField(label="Vedlegg", required=False)
    leave_word = forms.ChoiceField(
        label="Kan vi legge igjen beskjed?",
        help_text="Beskjeden sier aldri hva timen gjelder.",
        choices=LEAVE_WORD,
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label="Jeg har lest hva som skjer med opplysningene")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["relation"] = forms.ChoiceField(
            label="Du er …", choices=choices.form_choices("relation", grouped=True)
        )
        self.fields["kind"] = forms.ChoiceField(
            label="Kanal",
            choices=choices.form_choices("advice_channel", blank=None),
            widget=PickRadio(columns=2, keys={"phone": "T", "video": "V"}),
        )
        self.fields["help_given"] = forms.MultipleChoiceField(
            label="Hva vi gjorde",
            choices=choices.form_choices("help_given", blank=None),
            widget=PickCheckboxes(columns=2),
            required=False,
        )


def filled() -> SampleForm:
    """Filled in, without errors."""
    return SampleForm(
        initial={"name": "Prøve Person", "email": "prove@example.org", "leave_word": "sms", "kind": "phone"}
    )


def wrong() -> SampleForm:
    """Sent with faults; other ids, so that both can stand on one page."""
    form = SampleForm({"w-email": "marit.eksempel", "w-phone": "12", "w-help_given": ["advice"]}, prefix="w")
    form.is_valid()
    return form
