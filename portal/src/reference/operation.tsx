// One operation: what it does, who may, what goes in, what comes out, and how to try it.

import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Fragment, useState } from 'react';
import { Badge } from '../parts/badge';
import { CheckIcon, ChevronDownIcon, CopyIcon } from '../parts/icons';
import { t } from '../text';
import { curl } from './curl';
import { access, media, type Document, type Operation, type Response } from './document';
import { inline, Prose } from './prose';
import { exampleOf, members, typeWords, type Member } from './schema';

interface Props { document: Document; operation: Operation }

export function OperationView({ document, operation }: Props) {
  const { id, method, path, summary, description, parameters = [] } = operation;
  const body = media(operation.requestBody?.content);
  const asRows = parameters.map(({ name, schema, required = false, description: text = '', in: place }): Member => ({
    name, type: `${typeWords(document, schema)}${place === 'path' ? ', path' : ''}`, description: text, isRequired: required, values: schema?.enum ?? [],
  }));
  return (
    <article id={id} className="cm-panel cm-operation" aria-labelledby={`${id}-title`}>
      <header>
        <h3 id={`${id}-title`} lang="en">{inline(summary ?? path)}</h3>
        <a href={`#${id}`} className="cm-anchor" aria-label={t.reference.link(summary ?? path)}>#</a>
        <Access operation={operation} />
      </header>
      <p className="cm-operation-path"><span className="cm-method" data-method={method}>{method}</span> <code className="cm-mono cm-wrap">{path}</code></p>
      {description !== summary && <Prose text={description} />}
      <Members title={t.reference.parameters} rows={asRows} />
      {body && (
        <Members
          title={t.reference.body} note={body.type} rows={members(document, body.schema)}
          example={body.type.includes('json') ? body.example ?? exampleOf(document, body.schema) : undefined}
        />
      )}
      <Command text={curl(document, operation, window.location.origin)} />
      <h4>{t.reference.responses}</h4>
      {Object.entries(operation.responses ?? {}).map(([status, response]) => (
        <ResponseView key={status} {...{ document, status, response }} />
      ))}
    </article>
  );
}

function Access({ operation }: { operation: Operation }) {
  const { gate, anyOf } = access(operation);
  const words = t.reference.gates[gate];
  return (
    <span className="cm-operation-access" role="group" aria-label={t.reference.access}>
      {words && <Badge tone="quiet">{words}</Badge>}
      {anyOf.map((name, at) => (
        <Fragment key={name}>
          {at > 0 && <small>{t.reference.or}</small>}
          <Badge tone="accent"><code className="cm-mono">{name}</code></Badge>
        </Fragment>
      ))}
    </span>
  );
}

interface MembersProps { title?: string; note?: string; rows: Member[]; example?: unknown; isAnswer?: boolean }

function Members({ title, note, rows, example, isAnswer = false }: MembersProps) {
  if (rows.length === 0 && example === undefined) return null;
  return (
    <>
      {title && <h4>{title} {note && <code className="cm-mono">{note}</code>}</h4>}
      <dl className="cm-members">
        {rows.map(({ name, type, description, isRequired, values }) => (
          <div key={name}>
            <dt><code className="cm-mono">{name}</code>{isRequired && !isAnswer && <small>{t.reference.required}</small>}</dt>
            <dd>
              <span className="cm-dim">{type}</span>
              {description && <> · <span lang="en">{inline(description)}</span></>}
              {values.length > 0 && <span className="cm-dim"> · {t.reference.oneOf} {values.map(String).join(', ')}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {example !== undefined && <Json value={example} />}
    </>
  );
}

function ResponseView({ document, status, response }: { document: Document; status: string; response: Response }) {
  const [isOpen, setOpen] = useState(false);
  const content = media(response.content);
  const tone = status.startsWith('2') ? 'ok' : 'quiet';
  const head = <><Badge tone={tone}>{status}</Badge><span lang="en">{inline(response.description ?? '')}</span></>;
  if (!content) return <div className="cm-response"><div>{head}</div></div>;
  return (
    <div className="cm-response">
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {head}<span className="cm-turn" data-open={isOpen}><ChevronDownIcon size={16} /></span>
      </button>
      {isOpen && (
        <Members
          isAnswer rows={members(document, content.schema)}
          example={content.type.includes('json') ? content.example ?? exampleOf(document, content.schema) : undefined}
        />
      )}
    </div>
  );
}

function Json({ value }: { value: unknown }) {
  return <pre className="cm-code" tabIndex={0} role="region" aria-label={t.reference.example}>{JSON.stringify(value, null, 2)}</pre>;
}

function Command({ text }: { text: string }) {
  const clipboard = useClipboard({ timeout: 2500 });
  return (
    <>
      <h4>
        {t.reference.curl}
        <Button
          size="compact-xs" variant="default" ml="sm" aria-label={t.reference.copy}
          leftSection={clipboard.copied ? <CheckIcon size={14} /> : <CopyIcon size={14} />} onClick={() => clipboard.copy(text)}
        >
          {clipboard.copied ? t.common.copied : t.common.copy}
        </Button>
      </h4>
      <pre className="cm-code" tabIndex={0} role="region" aria-label={t.reference.curl}>{text}</pre>
      <span className="cm-hidden" role="status">{clipboard.copied && t.common.copiedLive(t.reference.example)}</span>
    </>
  );
}
