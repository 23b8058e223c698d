// What every screen stands on. It comes with the page itself, ahead of the words and the app, so that
// nothing flashes.

import './mantine-styles';
import '@mantine/notifications/styles.css';
import './theme.css';
