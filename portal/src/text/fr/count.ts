// Counting in French, for the texts of every room.

export const language = 'fr-FR';

export const n = (count: number) => count.toLocaleString(language);
/** 0 and 1 are singular. */
export const s = (count: number) => (count < 2 ? '' : 's');
/** One of two words or groups of words, where an `s` is not enough. */
export const one = (count: number, single: string, many: string) => (count < 2 ? single : many);
export const bytes = (count: number) => (count < 1 << 20 ? `${n(Math.ceil(count / 1024))}\u00A0Kio` : `${(count / (1 << 20)).toLocaleString(language, { maximumFractionDigits: 1 })}\u00A0Mio`);
