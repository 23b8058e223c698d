// The words of the rooms come with the first room. A download that failed is tried again by the next.

import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.doUnmock('./fr/rooms');
  vi.resetModules();
});

test('they are added to the first words', async () => {
  vi.resetModules();
  const words = await import('.');
  await words.speak('fr');
  expect(words.t.signIn.title).toBe('Connexion');
  expect(words.t.brands).toBeUndefined();
  await words.speakOfRooms();
  expect([words.t.signIn.title, words.t.brands.title]).toEqual(['Connexion', 'Marques']);
});

test('when they did not come, that is told, and they are asked for again', async () => {
  vi.resetModules();
  vi.doMock('./fr/rooms', () => { throw new TypeError('Failed to fetch dynamically imported module'); });
  const words = await import('.');
  await words.speak('fr');
  await expect(words.speakOfRooms()).rejects.toThrow();
  expect(words.t.signIn.title).toBe('Connexion');
  vi.doUnmock('./fr/rooms');
  await words.speakOfRooms();
  expect(words.t.brands.title).toBe('Marques');
});
