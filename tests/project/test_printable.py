"""What acts on a terminal, or hides in a text, is shown."""

import json
import sys
import unicodedata

import pytest

from sqlcompile.project.printable import one_line, printable


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x9b", "\x7f", "\r", "\u202e", "\u061c", "\u200b", "\u2028", "\ud800"]
)
def test_such_a_character_is_its_escape(character):
    assert printable(f"a{character}b") == f"a\\u{ord(character):04x}b"


def test_beyond_the_first_plane_it_is_two_as_in_json():
    assert f'"{printable(chr(0xE0041))}"' == json.dumps(chr(0xE0041))


def test_tabs_line_ends_and_all_that_is_seen_stay():
    text = "a\tb\n\u00e9 e\u0301 \u6f22 \U0001f418 \u05d0 \u00a0"
    assert printable(text) == text
    assert one_line(text) == text.replace("\t", " ").replace("\n", " ")


def test_no_character_of_a_category_that_is_not_seen_stays():
    stays = {"\t", "\n"} | {chr(n) for n in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)}
    egyptian, shorthand = range(0x13430, 0x13460), range(0x1BCA0, 0x1BCA4)
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in stays:
            shown = printable(character) != character
            assert shown or number in egyptian or number in shorthand, hex(number)
