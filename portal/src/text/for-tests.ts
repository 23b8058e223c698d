// Tests read English. It has to be there before the modules that they import.

import { speak, speakOfRooms } from '.';

await speak('en');
await speakOfRooms();
