// Counting in English, for the texts of every room.

export const language = 'en-GB';

export const n = (count: number) => count.toLocaleString(language);
export const s = (count: number) => (count === 1 ? '' : 's');
export const bytes = (count: number) => (count < 1 << 20 ? `${n(Math.ceil(count / 1024))} KiB` : `${(count / (1 << 20)).toLocaleString(language, { maximumFractionDigits: 1 })} MiB`);
