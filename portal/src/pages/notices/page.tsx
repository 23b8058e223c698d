// What one should know about one's tokens.

import { Button, Text } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import type { Notice } from '../../api/types';
import { Ago } from '../../parts/ago';
import { dateWords } from '../../parts/dates';
import type { Column } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { ExportList } from '../../parts/export-list';
import { BellIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListView } from '../../parts/list-view';
import { Page } from '../../parts/page';
import { notifyProblem } from '../../parts/problem-alert';
import { t } from '../../text';
import { NOTICE_FILE } from './notice-file';
import { noticeWords } from './words';
import './notices.css';

export default function Notices() {
  const address = useListAddress({ sorts: ['creation_date'], usual: '-creation_date' });
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: ['notices', address.params], queryFn: () => api.notices.list(address.params), placeholderData: keepPreviousData, staleTime: 0,
  });
  const dismiss = useMutation({
    mutationFn: api.notices.dismiss, onError: notifyProblem,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notices'] }),
  });
  const columns: Column<Notice>[] = [
    { key: 'what', header: t.notices.columns.what, isRowHeader: true, cell: (notice) => <What notice={notice} /> },
    { key: 'when', header: t.notices.columns.when, sort: 'creation_date', cell: ({ created_at: at }) => <Ago at={at} /> },
    {
      key: 'actions', header: t.tokens.columns.actions,
      cell: ({ id, uat }) => (
        <Button size="compact-sm" variant="default" onClick={() => dismiss.mutate(id)}>
          {t.notices.dismiss}<span className="cm-hidden">: {uat.name}</span>
        </Button>
      ),
    },
  ];
  return (
    <Page
      title={t.notices.title} lead={t.notices.lead}
      actions={<ExportList name="notices" columns={NOTICE_FILE} count={list.data?.count} list={(page) => api.notices.list({ ...address.filter, ...page })} />}
    >
      <div className="cm-panel">
        <ListView
          query={list} caption={t.notices.title} columns={columns} rowKey={({ id }) => id} ordering={address.ordering}
          empty={<Empty icon={<BellIcon />} title={t.notices.empty} text={t.notices.emptyText} />}
        />
      </div>
    </Page>
  );
}

function What({ notice }: { notice: Notice }) {
  const { title, text } = noticeWords(notice, dateWords);
  return (
    <div className="cm-notice">
      <Link href={`/me/tokens/${notice.uat.id}`} className="cm-notice-link">{title}</Link>
      <Text size="sm" c="dimmed" fw={400}>{text}</Text>
    </div>
  );
}
