// Counting in English, for the texts of every room.

export const language = 'en-GB';

export const n = (count: number) => count.toLocaleString(language);
export const s = (count: number) => (count === 1 ? '' : 's');
