"""The page in a browser: what a reader does with it."""

import time

import pytest

from sqlcompile.diff.formats.as_html import render
from sqlcompile.diff.model import Cell, Column, Diff, Look, Part, Row
from tests.diff import samples

VISIBLE = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.id)"
ROWS = ["rev-ae10/1", "rev-ae10/2", "rev-ae11/1", "rev-ae11/2", "rev-ae10:down/1"]
MYSQL = "%408.0"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Give a function that writes a sample's page, once."""
    folder = tmp_path_factory.mktemp("pages")

    def file(sample):
        path = folder / f"{sample.__name__}.html"
        if not path.exists():
            path.write_text(render(sample(), Look()), encoding="utf-8", newline="")
        return path

    return file


@pytest.fixture
def page(browser, files):
    """Give the browser with the diff of three databases open."""
    browser.open(files(samples.across_dialects))
    return browser


def rows(browser):
    return browser.js(VISIBLE, ".row")


def fragment(browser):
    return browser.js("return location.hash")


def text(browser, selector):
    return browser.js("return document.querySelector(arguments[0])?.innerText", selector)


def current(browser):
    """Return what is marked as current, after seeing that it has the focus and is in view."""
    return browser.js("""
        const all = document.querySelectorAll(".current");
        if (all.length !== 1 || document.activeElement !== all[0]) return `${all.length} are current`;
        const { top, bottom } = all[0].getBoundingClientRect();
        const bar = document.getElementById("filters").getBoundingClientRect().bottom;
        return top >= bar - 1 && top < innerHeight && bottom > bar ? all[0].id : "not in view";
    """)


def settled(browser, wanted, seen):
    """Return what is seen once it is what is wanted, or after two seconds."""
    end = time.monotonic() + 2
    while (found := seen(browser)) != wanted and time.monotonic() < end:
        time.sleep(0.02)
    return found


def type_search(browser, words):
    browser.click("#search")
    browser.press(words)


# ---- filters


def test_all_is_shown_at_first(page):
    assert rows(page) == ROWS
    assert page.js(VISIBLE, ".part") == ["rev-ae10", "rev-ae11", "rev-ae11:down", "rev-ae10:down"]
    assert fragment(page) == ""
    assert text(page, "#status") == ""


def test_kinds_filter_and_add_up(page):
    page.click("input[value=meaning]")
    assert rows(page) == ["rev-ae10/1"]
    assert fragment(page) == "#?kind=meaning"
    assert text(page, "#status") == "1 of 5 operations"
    page.click("input[value=impossible]")
    assert rows(page) == ["rev-ae10/1", "rev-ae11/2"]
    assert page.js("return [...document.querySelectorAll('#contents li')].filter(e => e.checkVisibility()).length") == 2
    page.click("#clear")
    assert rows(page) == ROWS
    assert fragment(page) == ""


def test_columns_filter_and_leave_what_is_compared_with(page):
    page.click("input[value='mssql@2022']")
    assert rows(page) == ROWS
    shown = page.js("""
        return [...document.querySelectorAll('#rev-ae10\\\\/1 .who b')].filter(e => e.checkVisibility())
            .map(e => e.textContent)
    """)
    assert shown == ["PostgreSQL 16", "SQL Server 2022"]


def test_a_kind_is_looked_for_in_the_columns_chosen(page):
    page.click("input[value='mysql@8.0']")
    page.click("#fact option[value=unicode]")
    assert rows(page) == []
    assert text(page, "#none") == "Nothing matches the filters."
    page.click("input[value='mysql@8.0']")
    assert rows(page) == ["rev-ae10/1"]
    assert fragment(page) == "#?fact=unicode"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ae11_longer", ["rev-ae11/1", "rev-ae11/2"]),
        ("LONGER  names", ["rev-ae11/1", "rev-ae11/2"]),
        ("auto_increment, name", ["rev-ae10/1"]),
        ("CONCAT(", ["rev-ae11/2"]),
        ("no operator of mysql", ["rev-ae11/2"]),
        ("copy", []),
    ],
)
def test_a_text_is_searched_in_what_is_shown(page, words, found):
    type_search(page, words)
    assert settled(page, found, rows) == found


def test_the_text_of_a_hidden_column_is_not_found(page):
    page.click("input[value='mssql@2022']")
    type_search(page, "auto_increment")
    assert settled(page, [], rows) == []


def test_a_number_of_the_summary_shows_what_it_counts(page):
    page.click(".overview tbody tr:first-child td:nth-of-type(4) a")
    assert rows(page) == ["rev-ae11/2"]
    assert fragment(page) == f"#?kind=impossible&column=mysql{MYSQL}"
    page.driver.back()
    assert settled(page, ROWS, rows) == ROWS


def test_whole_revisions_filter_by_their_kind(browser, files):
    browser.open(files(samples.across_changes))
    browser.click("input[value=same]")
    assert browser.js(VISIBLE, ".part") == ["rev-b1@postgresql", "rev-b2@postgresql"]
    assert rows(browser) == ["rev-b1@postgresql/2"]
    browser.click("input[value=same]")
    browser.click("input[value=new]")
    assert rows(browser) == ["rev-b3@postgresql/1"]


def test_a_report_filters_by_database_and_text(browser, files):
    browser.open(files(samples.report))
    assert browser.js("return document.querySelectorAll('input[name=kind], #fact').length") == 0
    browser.click("input[value='mysql@8.0']")
    assert browser.js("return [...document.querySelectorAll('.column-0')].some(e => e.checkVisibility())") is False
    assert len(rows(browser)) == 5


# ---- links


def test_a_link_opened_fresh_shows_the_view_and_the_row(browser, files):
    browser.open(
        files(samples.across_dialects), f"#rev-ae11/2?kind=impossible&kind=spelling&column=mysql{MYSQL}&text=name"
    )
    assert rows(browser) == ["rev-ae11/1", "rev-ae11/2"]
    assert settled(browser, "rev-ae11/2", current) == "rev-ae11/2"
    assert browser.js("return [...document.querySelectorAll(':checked[name]')].map(e => e.value)") == [
        "spelling",
        "impossible",
        "mysql@8.0",
    ]
    assert browser.js("return document.getElementById('search').value") == "name"


def test_a_link_shows_a_row_that_is_filtered_out(browser, files):
    browser.open(files(samples.across_dialects), "#rev-ae10:down/1?kind=impossible")
    assert settled(browser, "rev-ae10:down/1", current) == "rev-ae10:down/1"
    assert rows(browser) == ["rev-ae11/2", "rev-ae10:down/1"]
    assert "filtered out" in browser.js(
        "return getComputedStyle(document.querySelector('.forced h3'), '::after').content"
    )
    browser.click("input[value=spelling]")
    assert rows(browser) == ["rev-ae11/1", "rev-ae11/2"]
    assert fragment(browser) == "#?kind=spelling&kind=impossible"


def test_a_link_shows_a_revision_that_is_filtered_out(browser, files):
    browser.open(files(samples.across_dialects), "#rev-ae11?kind=same")
    assert settled(browser, "rev-ae11", current) == "rev-ae11"
    assert rows(browser) == ["rev-ae10/2", "rev-ae11/1", "rev-ae11/2", "rev-ae10:down/1"]


def test_a_link_opens_what_is_folded(page):
    page.click("#fold")
    assert rows(page) == []
    page.js("location.hash = '#rev-ae11/1'")
    assert settled(page, "rev-ae11/1", current) == "rev-ae11/1"
    assert rows(page) == ["rev-ae11/1", "rev-ae11/2"]


def test_links_of_the_page_jump_and_keep_the_filters(page):
    page.click("input[value=spelling]")
    page.click("#contents a[href='#rev-ae11']")
    assert settled(page, "rev-ae11", current) == "rev-ae11"
    page.click("a[href='#rev-ae11/1']")
    assert settled(page, "rev-ae11/1", current) == "rev-ae11/1"
    assert fragment(page) == "#rev-ae11/1?kind=spelling"
    page.driver.back()
    assert settled(page, "rev-ae11", current) == "rev-ae11"


def test_a_link_to_nothing_says_so(browser, files):
    browser.open(files(samples.across_dialects), "#rev-gone/7")
    assert text(browser, "#toast") == "This page has no “rev-gone/7”."
    assert rows(browser) == ROWS


@pytest.mark.parametrize("wrong", ["kind=gone", "column=gone", "fact=gone"])
def test_a_link_to_an_unknown_filter_says_so(browser, files, wrong):
    browser.open(files(samples.across_dialects), f"#?{wrong}")
    assert "“gone”" in text(browser, "#toast")
    assert rows(browser) == ROWS


def test_a_link_survives_programs_that_escape_it(browser, files):
    browser.open(files(samples.across_changes), "#rev-b1%40mysql%2F1?kind=changed")
    assert settled(browser, "rev-b1@mysql/1", current) == "rev-b1@mysql/1"


# ---- keys


def test_keys_go_from_row_to_row(page):
    for key, row in zip("jjkjjn", (0, 1, 0, 1, 2, 3), strict=True):
        page.press(key)
        assert settled(page, ROWS[row], current) == ROWS[row]
    assert fragment(page) == "#rev-ae11/2"
    page.press("n")
    assert text(page, "#toast") == "There is no next one."
    page.press("p", "p")
    assert current(page) == ROWS[0]
    page.press("k")
    assert text(page, "#toast") == "There is no previous one."


def test_keys_pass_over_what_is_filtered_out(page):
    page.click("input[value=same]")
    page.press("j", "j")
    assert current(page) == "rev-ae10:down/1"
    page.press("p")
    assert current(page) == "rev-ae10:down/1"


def test_keys_reach_search_filters_and_help(page):
    from selenium.webdriver.common.keys import Keys

    focused = "return document.activeElement.id || document.activeElement.value || document.activeElement.tagName"
    page.press("/")
    assert page.js(focused) == "search"
    page.press("j")
    assert page.js("return document.getElementById('search').value") == "j"
    page.press(Keys.BACKSPACE, Keys.ESCAPE)
    assert page.js(focused) == "BODY"
    page.press("f")
    assert page.js(focused) == "same"
    page.press(Keys.SPACE)
    assert fragment(page) == "#?kind=same"
    page.press("?")
    assert page.js("return document.getElementById('help').open") is True
    page.press(Keys.ESCAPE)
    assert page.js("return document.getElementById('help').open") is False


def test_tab_reaches_everything_in_its_order_and_shows_where_it_is(page):
    from selenium.webdriver.common.keys import Keys

    wanted = page.js("""
        window.stops = [...document.querySelectorAll("a, button, input, select, summary, [tabindex='0']")]
            .filter(e => e.checkVisibility());
        return stops.length;
    """)
    seen = []
    for _ in range(wanted):
        page.press(Keys.TAB)
        seen.append(
            page.js("""
                const e = document.activeElement;
                const around = e.closest(".chip") || e;
                return [stops.indexOf(e), getComputedStyle(e).outlineStyle, getComputedStyle(around).outlineStyle]
            """)
        )
    assert [index for index, *_ in seen] == list(range(wanted))
    assert all("none" not in styles for _, *styles in seen)


# ---- looks


def brightness(browser):
    colour = browser.js("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    return "dark" if sum(colour[:3]) < 384 else "light"


def test_the_page_is_as_bright_as_the_system_until_it_is_told_otherwise(page):
    assert brightness(page) == "light"
    page.emulate(scheme="dark")
    assert brightness(page) == "dark"
    page.click("#theme")
    assert brightness(page) == "light"
    for _ in range(20):  # a busy browser takes its time to store what it was told
        page.driver.refresh()
        if brightness(page) == "light":
            break
        time.sleep(0.1)
    assert brightness(page) == "light"
    assert text(page, "#theme") == "Dark"
    page.press("t")
    assert brightness(page) == "dark"
    page.js("localStorage.clear()")


def test_a_choice_that_cannot_be_stored_still_holds(page):
    page.js("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })")
    page.press("t")
    assert brightness(page) == "dark"


CONTRASTS = """
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const behind = (e) => {
        for (; e; e = e.parentElement) {
            const colour = rgba(getComputedStyle(e).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return [255, 255, 255];
    };
    const poor = [];
    for (const e of document.querySelectorAll("body *")) {
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
        if (!own || !e.checkVisibility({ opacityProperty: true })) continue;
        const [a, b] = [luminance(rgba(getComputedStyle(e).color)), luminance(behind(e))].sort((x, y) => y - x);
        const ratio = (a + .05) / (b + .05);
        if (ratio < 4.5) poor.push(`${e.tagName}.${e.className} ${e.textContent.slice(0, 20)} ${ratio.toFixed(2)}`);
    }
    return poor;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast_enough(page, scheme):
    page.emulate(scheme=scheme)
    page.press("n")
    assert page.js(CONTRASTS) == []


def test_all_that_can_be_used_has_a_name(page):
    page.press("n", "?")
    unnamed = [
        node["role"]["value"]
        for node in page.command("Accessibility.getFullAXTree")["nodes"]
        if node["role"]["value"]
        in {"button", "link", "checkbox", "combobox", "searchbox", "textbox", "dialog", "region"}
        and not node.get("name", {}).get("value", "").strip()
    ]
    assert unnamed == []


def _columns(number):
    columns = tuple(Column(f"db{each}", f"Database {each}", "postgres") for each in range(number))
    row = Row("create_table customer", "a.py:1", tuple(Cell((samples.CREATE_POSTGRESQL, "x" * 900)) for _ in columns))
    return Diff("Columns", "", columns, (), (Part("a", "b", "upgrade", (row,)),))


WIDTHS = """
    const cells = [...document.querySelectorAll(".cell")].map(e => e.getBoundingClientRect());
    return {
        page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        narrowest: Math.min(...cells.map(c => c.width)),
        lines: new Set(cells.map(c => c.top)).size,
        cut: [...document.querySelectorAll("pre")].filter(e => e.scrollWidth > e.clientWidth).length,
    };
"""


@pytest.mark.parametrize("number", range(1, 7))
def test_columns_stand_side_by_side_and_on_a_phone_one_below_the_other(browser, tmp_path, number):
    path = tmp_path / "columns.html"
    path.write_text(render(_columns(number), Look()), encoding="utf-8")
    browser.open(path)
    seen = browser.js(WIDTHS)
    assert (seen["page"], seen["lines"], seen["cut"]) == (0, 1, 0)
    assert seen["narrowest"] >= 200
    browser.emulate(width=390, height=800)
    browser.open(path)
    seen = browser.js(WIDTHS)
    assert (seen["page"], seen["lines"], seen["cut"]) == (0, number, 0)
    assert seen["narrowest"] >= 300


@pytest.mark.parametrize("sample", [samples.across_dialects, samples.hostile])
def test_paper_shows_all_and_has_nothing_to_click(browser, files, sample):
    browser.open(files(sample))
    browser.click("#fold")
    browser.emulate(width=700, media="print", scheme="dark")
    assert brightness(browser) == "light"
    assert browser.js(VISIBLE, "nav, button, input, select, #filters fieldset") == []
    printed = browser.js("""
        return [...document.querySelectorAll('pre')].map(e => [e.getBoundingClientRect().height > 5,
            e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight + 1])
    """)
    assert printed
    assert all(shown and whole for shown, whole in printed)
    assert browser.js("return document.documentElement.scrollWidth <= 700")


def test_printing_unfolds_and_folds_again(page):
    page.click("#fold")
    page.js("""
        window.unfolded = null;
        addEventListener("beforeprint", () => { unfolded = [...document.querySelectorAll(".part > details")].every(e => e.open) });
    """)
    page.command("Page.printToPDF")
    assert page.js("return unfolded") is True
    assert page.js("return [...document.querySelectorAll('.part > details')].some(e => e.open)") is False


# ---- text is data


def test_hostile_text_is_shown_and_not_run(browser, files):
    browser.open(files(samples.hostile))
    assert browser.js("return window.hacked") is None
    assert browser.js("return document.querySelectorAll('script, style').length") == 2
    assert browser.js("return document.querySelectorAll('img, svg, iframe, object, embed, base, link').length") == 0
    assert browser.js("return [...document.querySelectorAll('a')].every(a => a.getAttribute('href').startsWith('#'))")
    assert "</script><script>window.hacked = 1</script>" in text(browser, "#revisions h2")
    assert "U+202E" in browser.js("return document.title")
    for key in "jjjnnp?":
        browser.press(key)
    assert browser.js("return window.hacked") is None


def test_a_script_that_gets_into_the_page_does_not_run(browser, files, tmp_path):
    path = tmp_path / "changed.html"
    injected = "<script>window.hacked = 5</script><img src='https://example.invalid/x.png' onerror='window.hacked = 6'>"
    path.write_text(
        files(samples.across_dialects).read_text(encoding="utf-8").replace("<main>", "<main>" + injected),
        encoding="utf-8",
    )
    browser.open(path)
    assert browser.js("return window.hacked") is None
    assert len([line for line in browser.console() if "Content Security Policy" in line]) == 3
    assert browser.requested() <= {path.as_uri(), "about:blank"}


def test_no_text_is_moved_by_another(browser, files):
    browser.open(files(samples.hostile))
    moved = browser.js("""
        const moved = [];
        for (const code of document.querySelectorAll("pre code, h3 code, dd, .notes li")) {
            const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
            let last = null;
            while (walker.nextNode()) {
                const range = document.createRange();
                range.selectNodeContents(walker.currentNode);
                for (const box of range.getClientRects()) {
                    if (last && Math.abs(last.top - box.top) < 2 && box.left < last.left - 1) moved.push(range.toString());
                    last = box;
                }
                if (code.textContent.length > 1000) break;
            }
        }
        return moved;
    """)
    assert moved == []


# ---- copying


@pytest.fixture
def clipboard(browser):
    """Let the page read what it has copied, which only the tests do."""
    browser.command("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    yield lambda: browser.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    browser.command("Browser.resetPermissions")


REFUSE = "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))"


def _copy(browser, number):
    browser.js("document.getElementById('toast').textContent = ''")
    # a real click: browsers let only those copy
    browser.driver.find_elements("css selector", ".copy")[number].click()
    assert settled(browser, True, lambda each: bool(text(each, "#toast")))
    return text(browser, "#toast")


@pytest.mark.parametrize("refused", [False, True], ids=["clipboard", "fallback"])
def test_what_is_copied_is_the_original(browser, files, clipboard, refused):
    browser.open(files(samples.hostile))
    if refused:
        browser.js(REFUSE)
    for number, hostile in enumerate(samples.HOSTILE):
        said = _copy(browser, number * 5)
        if "\0" in hostile or "\ud800" in hostile:
            assert "may not hold" in said
        else:
            assert said == "Copied."
            assert clipboard() == hostile


def test_a_click_and_a_key_copy(page, clipboard):
    page.press("j")
    page.click("#rev-ae10\\/1 .column-1 .copy")
    assert settled(page, "Copied.", lambda each: text(each, "#toast")) == "Copied."
    assert clipboard() == samples.CREATE_MYSQL
    page.press("c")
    assert settled(page, samples.CREATE_POSTGRESQL, lambda _: clipboard()) == samples.CREATE_POSTGRESQL


def test_a_copy_that_fails_says_so_and_selects_the_statement(page):
    page.js(REFUSE)
    page.js("document.execCommand = () => false")
    assert "press Ctrl+C" in _copy(page, 0)
    assert page.js("return String(getSelection())") == samples.CREATE_POSTGRESQL


# ---- without script, and long


def test_without_script_all_is_readable(browser, files):
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(files(samples.across_dialects), "#rev-ae11/2")
    assert rows(browser) == ROWS
    assert browser.js(VISIBLE, "#filters, button") == []
    assert browser.js("return document.querySelector(':target').id") == "rev-ae11/2"
    browser.js("scrollTo(0, 0)")
    assert settled(browser, True, lambda each: "customer.active" in text(each, "main")) is True


def test_a_long_history_stays_usable(browser, files):
    browser.open(files(samples.large), "#rev-0200c0de/2")
    assert settled(browser, "rev-0200c0de/2", current) == "rev-0200c0de/2"
    browser.js("document.querySelector('input[value=meaning]').click()")
    browser.press("j", "j")
    assert settled(browser, "rev-0201c0de/1", current) == "rev-0201c0de/1"
    type_search(browser, "t_999")
    # not checkVisibility(), which lays the page out for each row
    left = "return document.querySelectorAll('.row:not([hidden])').length"
    assert settled(browser, 3, lambda each: each.js(left)) == 3
