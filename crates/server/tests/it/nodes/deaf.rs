//! (ii) The connections for notifications are ended again and again: the poll is the backstop.

use super::{
    change::take_everything_away,
    figures,
    installation::Installation,
    weather::{NOTIFICATIONS, cut},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_notifications_the_bound_holds() {
    let Some(all) = Installation::start().await else {
        return;
    };
    let weather = async || cut(&all.cluster, &[NOTIFICATIONS]).await;
    let lags = take_everything_away(&all, weather).await;
    figures::tell("notifications are cut", &lags);
}
