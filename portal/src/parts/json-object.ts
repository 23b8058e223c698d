/** The object that a text holds; nothing typed is an empty one, and null is none. */
export function objectIn(text: string): Record<string, never> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === 'object' && !Array.isArray(value) ? value as Record<string, never> : null;
  } catch {
    return null;
  }
}

/** As a person edits it; an empty one is nothing. */
export const objectText = (value: object | null | undefined): string => (value && Object.keys(value).length > 0 ? JSON.stringify(value, null, 2) : '');
