import { Skeleton } from '@mantine/core';
import { Link } from 'wouter';
import { t } from '../../text';
import './home.css';

interface Card {
  label: string;
  href: string;
  value: number | undefined;
  query: { isError: boolean };
  note?: string;
}

export function Cards({ cards }: { cards: (Card | false)[] }) {
  const shown = cards.filter((card) => card !== false);
  if (shown.length === 0) return null;
  return (
    <ul className="cm-cards">
      {shown.map(({ label, href, value, query, note }) => (
        <li key={label}>
          <Link href={href} className="cm-panel cm-card">
            <span className="cm-card-value">
              {value?.toLocaleString(t.language) ?? (query.isError ? t.home.noFigure : <Skeleton height={28} width={48} my={6} />)}
            </span>
            <span>{label}{note && <small>{note}</small>}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
