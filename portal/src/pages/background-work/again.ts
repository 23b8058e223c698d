/** How often work is asked for again that goes on. */
export const AGAIN = 1_500;
