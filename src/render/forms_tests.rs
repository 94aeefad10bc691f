use super::*;

/// What strangers may write.
const NASTY: &str =
    "=1+1\u{1b}[31m|<script>alert(1)</script>`x`\u{202e}abc\r\n\"q\" 'a' *b* _c_ [d](e)";

fn words() -> Words {
    let tones =
        [Tone::Plain, Tone::Strong, Tone::Faint, Tone::Good, Tone::Warn, Tone::Bad, Tone::Quote];
    tones.iter().fold(Words::new(), |words, tone| words.and(*tone, NASTY))
}

fn page() -> Page {
    let table = Table::new([Column::short(NASTY), Column::text(NASTY)])
        .row(Row::new().cell(words()).cell(NASTY).at_depth(1));
    Page::new()
        .title(words(), NASTY)
        .heading(words())
        .paragraph(words())
        .table(table)
        .facts(Facts::new().fact(NASTY, words()).line(NASTY))
        .lines(NASTY)
        .blank()
}

/// Every form, by its name.
fn forms() -> [(&'static str, String); 5] {
    let page = page();
    let screen = Screen { width: 80, colour: false };
    [
        ("human", text(&page, &screen)),
        ("plain", plain(&page)),
        ("csv", comma(&page)),
        ("md", markdown(&page)),
        ("html", html(&page)),
    ]
}

#[test]
fn no_form_lets_text_move_the_cursor_or_turn_its_direction() {
    for (name, text) in forms() {
        assert!(!text.contains('\u{1b}'), "{name}");
        assert!(!text.contains('\u{202e}'), "{name}");
        let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        assert!(!text.contains(odd), "{name}");
        assert!(
            text.contains("U+202E") || text.contains("202e") || text.contains("202E"),
            "{name}: {text}"
        );
    }
}

#[test]
fn nothing_that_is_written_is_markup() {
    let forms = forms();
    let get = |wanted: &str| &forms.iter().find(|(name, _)| *name == wanted).expect("it").1;
    let (html, md) = (get("html"), get("md"));
    assert!(!html.contains("<script"), "{html}");
    assert!(html.contains("&lt;script&gt;alert(1)"));
    assert_eq!(html.matches("<html").count(), 1);
    let outside = md.split("```").step_by(2).collect::<String>();
    for markup in ["<script", " *b* ", " _c_ ", "[d](e)", "31m|<"] {
        assert!(!outside.contains(markup), "{markup}: {outside}");
    }
    assert!(outside.contains("\\*b\\*") && outside.contains("\\[d\\]"), "{outside}");
}

#[test]
fn a_spreadsheet_finds_no_formula() {
    let page = Page::new().table(
        Table::new([Column::short("A")])
            .row(["=1+1"])
            .row(["+1"])
            .row(["-1"])
            .row(["@x"])
            .row(["1-1"]),
    );
    assert_eq!(
        comma(&page),
        "\"PAGE\",\"SECTION\",\"A\"\n\"\",\"\",\"'=1+1\"\n\"\",\"\",\"'+1\"\n\"\",\"\",\"'-1\"\n\
         \"\",\"\",\"'@x\"\n\"\",\"\",\"1-1\"\n"
    );
}

#[test]
fn a_row_is_a_line_in_plain_text() {
    let table = Table::new([Column::short("A"), Column::text("B")]);
    let long = "word ".repeat(200);
    let page = Page::new().table(table.row([Words::from("x"), Words::from(long.clone())]));
    assert_eq!(plain(&page), format!("A\tB\nx\t{}\n", long.trim_end()));
}
