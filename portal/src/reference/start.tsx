// The API reference: a page of its own, made from the server's OpenAPI document. Works offline.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Providers } from '../providers';
import { Reference } from './reference';
import './reference.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Providers><Reference /></Providers>
  </StrictMode>,
);
