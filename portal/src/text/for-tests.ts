// Tests read English. It has to be there before the modules that they import.

import { speak } from '.';

await speak('en');
