//! What holds an issue back until it is closed.

use super::*;

#[test]
fn a_hold_lowers_the_result_and_never_contests() {
    check(
        TWO,
        &[
            ("3 p,q signs; 5 - opens point", "x in_principle blocking:point"),
            ("3 p,q signs; 5 p,q reads-partly draft", "x in_principle blocking:draft"),
            ("3 p,q signs; 5 p,q reads-apart draft", "x progressing blocking:draft"),
            ("3 p,q signs; 5 p,q reads-alike draft", "x agreed blocking:-"),
            ("3 p,q signs; 5 - notes point", "x agreed blocking:-"),
            ("3 p proposes; 5 - opens point", "x progressing blocking:point"),
            (
                "3 p,q signs; 5 - opens point; 5 p,q reads-apart draft",
                "x progressing blocking:point,draft",
            ),
            // The lower of both; whoever contests, it is not the hold.
            ("3 - sees progress; 3 p demands; 3 - opens point via t", "x disputed!"),
        ],
    );
}

#[test]
fn a_hold_without_an_advance_makes_the_issue_disputed() {
    check(
        TWO,
        &[
            ("3 - opens point", "x disputed reason:onlyheld"),
            ("3 p,q reads-partly draft", "x disputed"),
            ("3 - mentions; 5 - opens point", "x disputed"),
            ("3 - opens point expected", "x raised"),
            ("3 p demands; 3 - opens point", "x disputed"),
            ("3 - drops; 3 - opens point", "x dropped"),
        ],
    );
}

#[test]
fn a_hold_lasts_until_it_is_closed_and_the_latest_word_counts() {
    check_at(
        TWO,
        "1 p,q signs; 3 - opens point; 5 - closes point; 7 - opens point",
        &[
            ("2", "x agreed"),
            ("4", "x in_principle"),
            ("5", "x agreed since:5"),
            ("7", "x in_principle"),
        ],
    );
    check(
        TWO,
        &[
            ("1 p,q signs; 3 - opens point; 3 - closes point", "x in_principle"),
            ("1 p,q signs; 3/.. - opens point known 6; 5 - closes point", "x in_principle"),
            ("1 p,q signs; 3 - opens point; 5 - closes other", "x in_principle"),
            ("1 p,q signs; 3 - opens point; 5 - closes point on y", "x in_principle; y raised"),
            ("1 p,q signs; 3 p,q reads-apart draft; 5 p,q reads-partly draft", "x in_principle"),
            ("1 p,q signs; 3 p,q reads-partly draft; 5 p,q reads-apart draft", "x progressing"),
            ("1 p,q signs; 3 p,q reads-apart draft; 5 p,q reads-alike draft", "x agreed"),
            // How others read it is another matter, unless all of them read it alike.
            ("1 p,q signs; 3 p,q reads-apart draft; 5 p,r reads-alike draft", "x progressing"),
            ("1 p,q signs; 3 p,q reads-apart draft; 5 p,q,r reads-alike draft", "x agreed"),
            ("1 p,q signs; 3 p,q reads-apart draft; 5 - reads-alike draft", "x agreed"),
            // Closing a point leaves a draft of that name alone.
            ("1 p,q signs; 3 p,q reads-apart draft; 5 - closes draft", "x progressing"),
        ],
    );
}

#[test]
fn a_reading_that_all_share_closes_one_that_counts_only_later() {
    // Pulled forward by its log, the disagreement of the first day counts on the seventh.
    let log = |seq: u8, history: &str| dispatch(&format!("log: \"minutes\", seq: {seq},"), history);
    for known in [1, 9] {
        let texts = [
            log(1, "c: 7 p,q signs"),
            log(2, &format!("m: 1 p,q reads-apart draft known {known}")),
            dispatch("", "7 p,q,r reads-alike draft"),
        ];
        let built = Built::new(TWO, &texts);
        assert_eq!(built.told(&built.at("31", Policy::Strongest), "x"), "x agreed", "{known}");
    }
}

#[test]
fn a_ruling_overrides_holds() {
    check(TWO, &[("3 - opens point; 3 - says agreed via -", "x agreed by:ruling blocking:point")]);
}
