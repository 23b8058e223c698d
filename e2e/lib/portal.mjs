// What people do in the portal, by the names that they see or hear.

import { admin } from './server.mjs';

const exact = (name) => new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\*)?$`);

/** A field by its label; required ones carry a star. */
export const field = (where, label) => where.getByLabel(exact(label));
export const button = (where, name) => where.getByRole('button', { name, exact: true });
export const link = (where, name) => where.getByRole('link', { name, exact: true });
export const heading = (where, name) => where.getByRole('heading', { name });
export const dialog = (page, name) => page.getByRole('dialog', { name });

export async function setUp(page, setupLink, person = admin) {
  await page.goto(setupLink);
  await field(page, 'Company name').fill(person.company);
  await field(page, 'Given name').fill(person.given_name);
  await field(page, 'Family name').fill(person.family_name);
  await field(page, 'E-mail address').fill(person.email);
  await field(page, 'Password').fill(person.password);
  await field(page, 'Repeat the password').fill(person.password);
  await button(page, 'Make the company').click();
  await heading(page, `Hello, ${person.given_name}`).waitFor();
}

export async function signIn(page, { email, password, given_name: name } = admin) {
  await page.goto('/');
  await fillSignIn(page, email, password);
  await heading(page, `Hello, ${name}`).waitFor();
}

export async function fillSignIn(page, email, password) {
  await field(page, 'E-mail address').fill(email);
  await field(page, 'Password').fill(password);
  await button(page, 'Sign in').click();
}

/** Follows an entry of the menu, which is behind the hamburger where it is not always shown. */
export async function openFromMenu(page, name) {
  const entry = link(page.getByRole('navigation', { name: 'Main menu' }), name);
  if (!(await entry.isVisible())) await button(page, 'Menu').click();
  await entry.click();
}

export async function signOut(page) {
  const entry = button(page.getByRole('navigation', { name: 'Main menu' }), 'Sign out');
  if (!(await entry.isVisible())) await button(page, 'Menu').click();
  await entry.click();
  await heading(page, 'Sign in').waitFor();
}

export async function openImport(page) {
  await openFromMenu(page, 'Products');
  await link(page, 'Import').or(button(page, 'Import')).first().click();
  await heading(page, 'Import products').waitFor();
}

/** Says which column of the file holds what. */
export async function mapColumns(page, columns) {
  for (const [name, column] of Object.entries(columns)) {
    await field(page, name).selectOption({ label: column });
  }
}

/** Chooses an action behind the three dots of a row. */
export async function rowAction(page, row, action) {
  await button(page, `Actions for ${row}`).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** Everything a browser keeps where a secret must never be, as one text. */
export function keptByBrowser(page) {
  return page.evaluate(async () => JSON.stringify([
    document.documentElement.outerHTML,
    [...document.querySelectorAll('input, textarea')].map((input) => input.value),
    location.href,
    history.state,
    { ...localStorage },
    { ...sessionStorage },
    await indexedDB.databases(),
    await caches.keys(),
    document.cookie,
  ]));
}

/** Everything that the portal's cache of answers holds, as one text; found by way of React's own tree. */
export function keptByQueries(page) {
  return page.evaluate(() => {
    const root = document.getElementById('root');
    const name = Object.keys(root).find((key) => key.startsWith('__reactContainer$'));
    const open = [root[name]];
    while (open.length > 0) {
      const fiber = open.pop();
      const client = fiber.memoizedProps?.client;
      if (client?.getQueryCache) {
        const caches = [client.getQueryCache(), client.getMutationCache()];
        const all = caches.flatMap((cache) => cache.getAll());
        if (all.length === 0) break;
        return JSON.stringify(all.map(({ state, queryKey }) => [queryKey, state]));
      }
      open.push(...[fiber.sibling, fiber.child].filter(Boolean));
    }
    throw new Error('the cache was not found');
  });
}
