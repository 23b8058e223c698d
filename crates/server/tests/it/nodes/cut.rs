//! (ii) The connections for notifications and for the poll are ended again and again.

use super::{
    change::take_everything_away,
    figures,
    installation::Installation,
    weather::{NOTIFICATIONS, POLLS, cut},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_any_connection_to_watch_the_bound_holds() {
    let Some(all) = Installation::start().await else {
        return;
    };
    let weather = async || cut(&all.cluster, &[NOTIFICATIONS, POLLS]).await;
    let lags = take_everything_away(&all, weather).await;
    figures::tell("both connections are cut", &lags);
    assert!(all.b.count("countermark_auth_polls_failed_total").await > 0.0);
}
