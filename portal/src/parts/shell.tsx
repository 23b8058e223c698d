// Header, menu and main region of every page behind the sign-in.

import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../text';
import { CompanyName } from './company-name';
import { Mark, MenuIcon } from './icons';
import { LanguageSwitch } from './language-switch';
import { MenuDrawer } from './menu-drawer';
import { NoticeBell } from './notice-bell';
import { PasswordPrompt } from './password-prompt';
import { SchemeToggle } from './scheme-toggle';
import { useToldLanguage } from './use-told-language';
import { VerifyBanner } from './verify-banner';
import './shell.css';

export function Shell({ children }: { children: ReactNode }) {
  const [opened, menu] = useDisclosure(false);
  useToldLanguage();
  return (
    <>
      <SkipLink />
      <header className="cm-header">
        <ActionIcon
          variant="subtle" color="gray" size="lg" className="cm-quiet-button"
          aria-label={t.menu.open} aria-expanded={opened} aria-haspopup="dialog" onClick={menu.open}
        >
          <MenuIcon size={22} />
        </ActionIcon>
        <Link href="/" className="cm-brand"><Mark /><span>{t.product}</span></Link>
        <CompanyName />
        <NoticeBell />
        <span className="cm-header-language"><LanguageSwitch /></span>
        <SchemeToggle />
      </header>
      <MenuDrawer opened={opened} onClose={menu.close} />
      <main id="main" className="cm-main" tabIndex={-1}><VerifyBanner />{children}</main>
      <PasswordPrompt />
    </>
  );
}

function SkipLink() {
  return (
    <a
      href="#main" className="cm-skip"
      onClick={(event) => {
        // The hash is where we are; following it would leave the page.
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
    >
      {t.common.skip}
    </a>
  );
}
