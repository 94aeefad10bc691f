//! Moves that the lifecycle does not provide for: kept and remarked on, or refused.

use super::*;

const IRREGULAR: &str = "1 p,q signs; 3 - drops; 5 p,q agrees";

#[test]
fn observing_keeps_an_irregular_move_and_warns() {
    check(TWO, &[(IRREGULAR, "x in_principle irregular:2 refused:- findings:W0202,W0202")]);
    check(
        TWO,
        &[("1 p proposes; 3 q rejects; 5 p,q agrees", "x in_principle irregular:0 findings:-")],
    );
}

#[test]
fn governing_refuses_an_irregular_move_and_says_so() {
    let governed = format!("mode: Govern, {TWO}");
    check(
        &governed,
        &[
            ("1 p,q signs; d: 3 - drops", "x agreed refused:d findings:E0202"),
            ("1 p,q signs; d: 3 - drops; 5 q rejects", "x disputed refused:d moves:2"),
            ("1 p proposes; 3 q rejects; 5 p,q agrees", "x in_principle refused:- findings:-"),
            // Only the claims that made the move are refused.
            ("1 p,q signs; d: 3 - drops; e: 3 - mentions", "x agreed refused:d"),
        ],
    );
}
