// The API reference: a page of its own, made from the server's OpenAPI document. Works offline.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Providers } from '../providers';
import { t } from '../text';
import { Reference } from './reference';
import './reference.css';

document.title = `${t.reference.title} · ${t.product}`;

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Providers><Reference /></Providers>
  </StrictMode>,
);
