import { Skeleton, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/calls';
import { decoded } from '../parts/decoded';
import { Mark, SearchIcon } from '../parts/icons';
import { LanguageSwitch } from '../parts/language-switch';
import { ProblemAlert } from '../parts/problem-alert';
import { SchemeToggle } from '../parts/scheme-toggle';
import '../parts/shell.css';
import { t } from '../text';
import { byTag, matches, operations, type Document, type Operation } from './document';
import { OperationView } from './operation';
import { inline, Prose } from './prose';

export function Reference() {
  const { data, error, refetch } = useQuery({ queryKey: ['openapi'], queryFn: api.openapi, staleTime: Infinity });
  return (
    <>
      <header className="cm-header">
        <a href="/" className="cm-brand"><Mark />{t.product}</a>
        <Text size="sm" c="dimmed" className="cm-header-company cm-reference-version" truncate>{data && t.reference.version(data.info.version)}</Text>
        <LanguageSwitch />
        <SchemeToggle />
      </header>
      {data ? <Body document={data} /> : (
        <main className="cm-main">
          <ProblemAlert error={error} onRetry={() => void refetch()} />
          {!error && <Skeleton height={400} />}
        </main>
      )}
    </>
  );
}

function Body({ document: doc }: { document: Document }) {
  const [search, setSearch] = useState('');
  const found = operations(doc).filter((operation) => matches(operation, search));
  const groups = byTag(doc, found);

  useEffect(() => {
    // The anchor in the address was not on the page yet when the browser looked for it.
    document.getElementById(decoded(window.location.hash.slice(1)))?.scrollIntoView();
  }, []);

  return (
    <div className="cm-reference">
      <div className="cm-reference-side">
        <TextInput
          type="search" aria-label={t.reference.search} placeholder={t.reference.search} leftSection={<SearchIcon size={16} />}
          value={search} onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <span className="cm-hidden" role="status">{search && t.reference.found(found.length)}</span>
        <nav aria-label={t.reference.contents}>
          {groups.map(([tag, members]) => <Contents key={tag} tag={tag} members={members} />)}
        </nav>
      </div>
      <main>
        <Title order={1}>{t.reference.title}</Title>
        <Text c="dimmed" mt={4} mb="md" maw="65ch">{t.reference.lead}</Text>
        <Prose text={doc.info.description} />
        {groups.length === 0 && <Text mt="xl">{t.reference.nothing}</Text>}
        {groups.map(([tag, members]) => (
          <section key={tag} aria-labelledby={anchor(tag)}>
            <h2 id={anchor(tag)} lang="en">{tag}</h2>
            {doc.tags?.find(({ name }) => name === tag)?.description && (
              <Text lang="en" c="dimmed" maw="70ch" mb="sm">{doc.tags.find(({ name }) => name === tag)?.description}</Text>
            )}
            {members.map((operation) => <OperationView key={operation.id} document={doc} operation={operation} />)}
          </section>
        ))}
      </main>
    </div>
  );
}

function Contents({ tag, members }: { tag: string; members: Operation[] }) {
  return (
    <>
      <a href={`#${anchor(tag)}`} lang="en" className="cm-reference-tag">{tag}</a>
      <ul lang="en">
        {members.map(({ id, method, path, summary }) => (
          <li key={id}><a href={`#${id}`}><span className="cm-method" data-method={method}>{method}</span><span>{inline(summary ?? path)}</span></a></li>
        ))}
      </ul>
    </>
  );
}

const anchor = (tag: string) => `tag-${tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
