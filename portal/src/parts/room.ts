// A screen that is loaded when it is first opened, and says more than the first words: those of the
// rooms come before it, since its modules may read them as soon as they are loaded.

import { lazy, type ComponentType } from 'react';
import { speakOfRooms } from '../text';

export const room = (load: () => Promise<{ default: ComponentType }>) => lazy(async () => {
  await speakOfRooms();
  return load();
});
