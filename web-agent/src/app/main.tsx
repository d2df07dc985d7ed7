import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@/shared/ui/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { setNonce } from 'get-nonce';
import { makeQueryClient } from '@/shared/api/query-client';
import { startLanguage } from '@/shared/i18n/i18n';
import { App } from './app';
import { makeRouter } from './router';

// The server puts each answer's nonce into the page; the styles made at run time carry it.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// The scroll lock of dialogs writes a style element of its own.
if (nonce !== '') setNonce(nonce);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');

const queryClient = makeQueryClient();
void startLanguage().then(() => {
  createRoot(root).render(
    <StrictMode>
      <App queryClient={queryClient} router={makeRouter(queryClient)} nonce={nonce} />
    </StrictMode>,
  );
});
