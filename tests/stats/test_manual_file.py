"""Manual figures from a file: all lines or none, with every bad line named."""

import pytest

from stats.services.manual_figures import BadFile, Entry, read_file


@pytest.mark.parametrize(
    "content",
    [
        b"tall;verdi;kilde\nMedlemmer;1 831;Registeret\nGaver;4;\n",
        "key,value,source\nmembers,1831,Registeret\nGaver,4,\n".encode("utf-8-sig"),
        "Tall;Verdi;Kilde\r\nmedlemmer;1831;Registeret\r\nGaver;4;\r\n".encode("cp1252"),
        "tall;verdi;kilde;måned\nmedlemmer;1831;Registeret;på året\nGaver;4;;\n".encode("cp1252"),
    ],
)
def test_file_is_read_with_names_or_keys(content: bytes):
    assert read_file(content) == {"members": Entry(1831, "Registeret"), "Gaver": Entry(4, "")}


def test_every_bad_line_is_named():
    with pytest.raises(BadFile) as refusal:
        read_file(b"key,value\nmembers,many\nmembers,5\nbooks_sold,-1\n")
    assert [line.split(":")[0] for line in refusal.value.lines] == ["Linje 2", "Linje 4"]


@pytest.mark.parametrize("content", [b"", b"name,number\na,1\n", b"key,value\n"])
def test_file_without_figures_is_refused(content: bytes):
    with pytest.raises(BadFile):
        read_file(content)
