// Every screen, in light and dark, wide and narrow: accessible by the rules of WCAG 2.2 AA, not
// wider than the window, and as the baselines have it.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { newPerson } from './lib/browser.mjs';
import { fits, lookAround } from './lib/look.mjs';
import { jwt, uat } from './lib/server.mjs';
import { button, dialog, heading, link, signIn } from './lib/portal.mjs';

// name, address, what tells that it is there, and how to get further on the page
const signedOut = [
  ['sign-in', '/', (page) => heading(page, 'Sign in')],
  ['set-up-done', '/#/setup', (page) => heading(page, 'Already set up')],
  ['invitation-gone', '/#/invitation/nosuchcode', (page) => heading(page, 'This link no longer works')],
  ['forgot', '/#/forgot', (page) => heading(page, 'Forgot your password?')],
  ['reset', '/#/reset/nosuchcode', (page) => heading(page, 'Choose a new password')],
  ['verify', '/#/verify/nosuchcode', (page) => heading(page, 'Confirm your e-mail address')],
  // Some of its many operations, which are all made of the same parts.
  ['reference', '/api/docs/', (page) => page.getByText('/api/v2/regions/', { exact: true }).first(), (page) => page.getByLabel('Search operations').fill('region')],
];

const open = (name) => (page) => button(page, name).click();

const signedIn = [
  ['home', '/#/', (page) => heading(page, 'Hello, Ada')],
  ['company', '/#/company', (page) => heading(page, 'Company info')],
  ['company-edit', '/#/company', (page) => dialog(page, 'The company'), open('Edit')],
  ['policy', '/#/policy', (page) => button(page, 'See what this would stop')],
  ['activity', '/#/activity', (page) => heading(page, 'Activity log')],
  ['users', '/#/users', (page) => heading(page, 'Users')],
  ['user-new', '/#/users', (page) => dialog(page, 'Invite a user'), open('Invite a user')],
  ['brands', '/#/brands', (page) => heading(page, 'Brands')],
  ['brand-new', '/#/brands', (page) => dialog(page, 'New brand'), open('New brand')],
  ['products', '/#/products', (page) => heading(page, 'Products')],
  ['product-new', '/#/products', (page) => dialog(page, 'New product'), open('New product')],
  ['import', '/#/products/import', (page) => heading(page, 'Import products')],
  ['scm', '/#/supply-chain', (page) => heading(page, 'Supply-chain data')],
  ['scm-import', '/#/supply-chain/import', (page) => heading(page, 'Upload supply-chain data')],
  ['profile', '/#/me', (page) => heading(page, 'User authorization tokens')],
  ['token-new', '/#/me', (page) => dialog(page, 'New user authorization token'), open('New user authorization token')],
  ['token', '/#/me', (page) => heading(page, 'Calls per day'), (page) => link(page, 'From a script').click()],
  ['tokens', '/#/tokens', (page) => link(page, 'From a script')],
  ['notices', '/#/notices', (page) => heading(page, 'Notices')],
  ['menu', '/#/', (page) => page.getByRole('navigation', { name: 'Main menu' }), open('Menu')],
  ['not-found', '/#/no/such/page', (page) => heading(page, 'There is no such page')],
];

journey('screens', (step) => {
  let person;

  step('there is something to see', async ({ server }) => {
    const auth = await jwt(server);
    const post = async (where, body) => {
      const made = await server.api('POST', where, { auth, body });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      return made.body;
    };
    const brand = await post('/brands/', { name: 'Kallista', reference: 'KAL', client_url: 'https://kallista.example' });
    for (let n = 1; n <= 25; n += 1) {
      await post('/products/', { sku: `OLV-${n}`, name: `Olive oil number ${n}`, brand: brand.id });
    }
    await post('/users/', { email: 'bo@kallista.example', given_name: 'Bo', family_name: 'Brandt', role: 'brand_manager' });
    await uat(server, ['brand_create', 'product_create']);
  });

  step('a browser', async (world) => {
    person = await newPerson(world.browser);
    world.page = person.page;
    person.expectProblem(/status of 404 .*\/invitations\/look\//);
  });
  for (const screen of signedOut) step(screen[0], () => visit(person, screen));
  step('sign in', () => signIn(person.page));
  for (const screen of signedIn) step(screen[0], () => visit(person, screen));
  step('nothing on the console', () => person.assertQuiet());

  step('a phone in the dark from the beginning', async ({ browser }) => {
    const phone = await newPerson(browser, { width: 360, scheme: 'dark' });
    await signIn(phone.page);
    assert.equal(await phone.page.locator('html').getAttribute('data-mantine-color-scheme'), 'dark');
    await fits(phone.page, 'home');
    phone.assertQuiet();
    await phone.close();
  });
}, { independent: true });

async function visit({ page }, [name, address, landmark, further]) {
  // By way of nothing: an address that differs only behind the # would not load the page anew.
  await page.goto('about:blank');
  await page.goto(address);
  await further?.(page);
  await landmark(page).waitFor();
  await page.waitForLoadState('networkidle');
  await lookAround(page, name);
}
