// The portal in French: as the browser asks for it, or as the person chooses.

import assert from 'node:assert/strict';
import { newPerson, shot } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { button, dialog, field, heading, link } from './lib/portal.mjs';
import { admin, jwt, uat } from './lib/server.mjs';

const spoken = (page) => page.evaluate(() => document.documentElement.lang);

const sources = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));

async function signInFrench(page) {
  await field(page, 'Adresse e-mail').fill(admin.email);
  await field(page, 'Mot de passe').fill(admin.password);
  await button(page, 'Se connecter').click();
  await heading(page, 'Bonjour Ada').waitFor();
}

journey('language', (step) => {
  let person;
  let page;

  step('a French browser sees French, and loads no English', async (world) => {
    await uat(world.server, ['brand_view', 'product_view']);
    person = await newPerson(world.browser, { locale: 'fr-FR' });
    page = person.page;
    world.page = page;
    await page.goto('/');
    await heading(page, 'Connexion').waitFor();
    assert.equal(await spoken(page), 'fr');
    assert.deepEqual((await sources(page)).filter((path) => /\/en-/.test(path)), []);
    await look(page, 'language-door-fr');
  });

  step('English is chosen by keyboard; the place and the choice stay', async () => {
    await page.goto('/#/forgot');
    await heading(page, 'Mot de passe oublié').waitFor();
    await button(page, 'English').focus();
    await page.keyboard.press('Enter');
    await heading(page, 'Forgot your password?').waitFor();
    assert.equal(await spoken(page), 'en');
    assert.match(page.url(), /#\/forgot$/);
    await page.reload();
    await heading(page, 'Forgot your password?').waitFor();
    assert.equal(await spoken(page), 'en');
  });

  step('and French again', async () => {
    await button(page, 'Français').click();
    await heading(page, 'Mot de passe oublié').waitFor();
    assert.equal(await spoken(page), 'fr');
    await page.goto('/#/sign-in');
    await heading(page, 'Connexion').waitFor();
  });

  step('behind the sign-in the switch is in the header, and in the menu where that is narrow', async () => {
    await signInFrench(page);
    await button(page.getByRole('banner'), 'English').waitFor();
    await page.setViewportSize({ width: 360, height: 900 });
    await button(page, 'Menu').click();
    await button(page.getByRole('navigation', { name: 'Menu principal' }), 'English').click();
    await heading(page, 'Hello, Ada').waitFor();
    await button(page, 'Menu').click();
    await button(page.getByRole('navigation', { name: 'Main menu' }), 'Français').click();
    await heading(page, 'Bonjour Ada').waitFor();
  });

  step('what is read is what mails come in', async ({ server }) => {
    const auth = await jwt(server);
    for (let tries = 0; ; tries += 1) {
      const { body } = await server.api('GET', '/me/', { auth });
      if (body.user.language === 'fr') break;
      assert.ok(tries < 100, 'the server was not told');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { status } = await server.api('POST', '/me/email/verify/', { auth });
    assert.equal(status, 202);
    // The mail of the set-up, when nobody had read anything yet, is an English one.
    await server.mail(admin.email, (text) => text.includes('Ouvrez ce lien.'));
  });

  step('days are written and chosen in French', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.now() + 30 * 86_400_000);
    await page.goto('/#/me');
    await button(page, 'Nouveau jeton').click();
    const form = dialog(page, 'Nouveau jeton d’autorisation utilisateur');
    await field(form, 'Valable jusqu’au').fill(day);
    await page.keyboard.press('Tab');
    // A right that the server names in English has a French name here.
    await form.getByRole('checkbox', { name: /Voir les marques/ }).check();
    await form.getByText(`voir les marques, sur tout ce qu’a votre entreprise, jusqu’au ${day}, depuis partout, en agissant en votre nom`).waitFor();
    await look(page, 'language-token-new-fr');
    await button(form, 'Annuler').click();
    await form.waitFor({ state: 'hidden' });
  });

  step('a browser that asks for a language that there is not sees English', async ({ browser }) => {
    const other = await newPerson(browser, { locale: 'de-DE' });
    await other.page.goto('/');
    await heading(other.page, 'Sign in').waitFor();
    assert.equal(await spoken(other.page), 'en');
    other.assertQuiet();
    await other.close();
  });

  step('the reference has French words around its English text', async () => {
    await page.goto('/api/docs/');
    await heading(page, 'Référence de l’API').first().waitFor();
    assert.equal(await spoken(page), 'fr');
    assert.equal(await page.locator('h3').first().getAttribute('lang'), 'en');
    await fits(page, 'the reference in French');
    await shot(page, 'language-reference-fr');
  });

  step('every look of home and tokens, in French', async () => {
    await page.goto('/');
    await heading(page, 'Bonjour Ada').waitFor();
    await page.waitForLoadState('networkidle');
    await lookAround(page, 'language-home-fr');
    await page.goto('/#/me');
    await link(page, 'From a script').waitFor();
    await page.waitForLoadState('networkidle');
    await lookAround(page, 'language-tokens-fr');
    person.assertQuiet();
  });
});
