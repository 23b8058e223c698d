//! (i) Nothing goes wrong.

use super::{change::take_everything_away, figures, installation::Installation};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_accepted_after_the_bound() {
    let Some(all) = Installation::start().await else {
        return;
    };
    let mut lags = Vec::new();
    for _ in 0..3 {
        lags.extend(take_everything_away(&all, async || ()).await);
    }
    figures::tell("nothing goes wrong", &lags);
}
