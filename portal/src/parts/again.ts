// Work in the background is asked for again while it goes on.

import type { Job } from '../api/types';

/** How often, in milliseconds. */
export const AGAIN = 1_500;

export const isOpen = ({ state }: Job) => state === 'pending' || state === 'running';
