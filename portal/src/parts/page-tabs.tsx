// The pages of one room, side by side below its heading. They are links: each has its address.

import { Link, useLocation } from 'wouter';
import './page-tabs.css';

export interface PageTab { href: string; label: string }

export function PageTabs({ label, tabs }: { label: string; tabs: (PageTab | false)[] }) {
  const [place] = useLocation();
  const shown = tabs.filter((tab) => tab !== false);
  if (shown.length < 2) return null;
  return (
    <nav aria-label={label}>
      <ul className="cm-page-tabs">
        {shown.map(({ href, label: words }) => (
          <li key={href}><Link href={href} aria-current={place === href ? 'page' : undefined}>{words}</Link></li>
        ))}
      </ul>
    </nav>
  );
}
