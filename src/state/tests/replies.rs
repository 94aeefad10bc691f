//! Answers: who confirms tells it again, a denial contradicts, and neither removes anything.

use super::*;

#[test]
fn who_confirms_tells_the_same_on_its_own_word() {
    let told = "a: 3 p,q agrees";
    check(
        TWO,
        &[
            (told, "x in_principle told:0/2 derived:-"),
            (
                &format!("{told}\n5 p | Reply(by: \"p\", of: \"a\", is: Confirms)"),
                "x in_principle told:1/2 since:3",
            ),
            (
                &format!(
                    "{told}\n5 p | Reply(by: \"p\", of: \"a\", is: Confirms)\n5 q | Reply(by: \"q\", of: \"a\", is: Confirms)"
                ),
                "x in_principle told:2/2 by:derived",
            ),
            // The confirmation stands by itself when the first source takes its word back.
            (
                &format!(
                    "{told}\n5 p | Reply(by: \"p\", of: \"a\", is: Confirms)\n6 - retracts of a"
                ),
                "x in_principle told:1/2 since:5",
            ),
            (
                &format!(
                    "{told}\n5 p | Reply(by: \"p\", of: \"a\", is: Confirms)\n6 p withdraws of a"
                ),
                "x disputed told:1/2",
            ),
        ],
    );
}

#[test]
fn a_denial_contradicts_and_ends_nothing() {
    let denial = "5 p | Reply(by: \"p\", of: \"a\", is: Denies)";
    check(
        TWO,
        &[
            // The party's own word outweighs a source's; with equal weight the lower stands.
            (&format!("a: 3 p,q agrees\n{denial}"), "x disputed!"),
            ("a: 3 p,q agrees\n5 s | Reply(by: \"p\", of: \"a\", is: Denies)", "x disputed!"),
            (&format!("a: 3 p! accepts principle\n{denial}"), "x disputed!"),
            // Nothing to deny any more.
            (&format!("a: 3 p,q agrees\n{denial}\n6 - retracts of a"), "x raised"),
            // To deny a demand says nothing for agreement, nor against it.
            (&format!("a: 3 q demands\n{denial}"), "x disputed"),
            (&format!("a: 3 - mentions\n4 q proposes\n{denial}"), "x progressing"),
            // Later news overtakes a denial.
            (&format!("a: 3 p,q agrees\n{denial}\n7 p,q signs"), "x agreed"),
        ],
    );
    check_at(
        TWO,
        "a: 3 p,q agrees\n5 p | Reply(by: \"p\", of: \"a\", is: Denies)",
        &[("4", "x in_principle"), ("5", "x disputed!")],
    );
}

#[test]
fn who_may_not_retract_denies() {
    let built = Built::new(TWO, &[dispatch("", "a: 3 p,q agrees\n5 t | Retract(of: \"a\")")]);
    assert_eq!(built.codes(), [Code::NotTheirs]);
    let state = built.at("31", Policy::Strongest);
    assert_eq!(built.told(&state, "x disputed!"), "x disputed!");
}

#[test]
fn an_answer_that_is_still_to_come_says_only_that_the_issue_is_on_the_table() {
    for is in ["Pending", "Considering", "NoAnswer", "NoComment"] {
        let reply = format!("a: 3 p demands\n5 q | Reply(by: \"q\", of: \"a\", is: {is})");
        check(TWO, &[(&reply, "x disputed demands:a")]);
    }
}

#[test]
fn answers_around_a_ring_say_nothing() {
    let ring = "a: 3 p | Reply(by: \"p\", of: \"b\", is: Confirms)\nb: 3 q | Reply(by: \"q\", of: \"a\", is: Confirms)";
    check(TWO, &[(ring, "x unraised")]);
}

#[test]
fn an_offer_revised_takes_the_place_of_the_first() {
    let offers = "a: 3 p proposes\n5 p revises of a";
    let built = Built::of(TWO, offers);
    let state = built.at("31", Policy::Strongest);
    assert_eq!(
        built.told(&state, "x progressing since:3 evidence:"),
        "x progressing since:3 evidence:0.2"
    );
}
