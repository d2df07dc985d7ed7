import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { base } from './browser.ts';
import { Staff } from './staff.ts';

export interface OtherSite {
  url: string;
  stop: () => Promise<void>;
}

interface WidgetRow {
  id: string;
  key: string;
  allowedOrigins: string[];
}

/** A client's own site, on another origin, whose policy lets in the widget's script and its requests and no style at all. */
export async function startOtherSite(widgetKey: string, language = 'en'): Promise<OtherSite> {
  const page = `<!doctype html><html lang="${language}"><head><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title></head><body><main><h1>A shop</h1><p><a id="before" href="/more">More</a></p></main>
<script src="${base}/widget.js" data-widget="${widgetKey}" data-language="${language}" async></script></body></html>`;
  const policy = `default-src 'none'; script-src ${base}; connect-src ${base}; require-trusted-types-for 'script'`;
  const server = createServer((asked, response) => {
    if (asked.url === '/favicon.ico') response.writeHead(204).end();
    // No encoding is named, as on many old sites.
    else response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy }).end(page);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The admin lets the site use the widget. */
export async function allowOrigin(widgetKey: string, origin: string): Promise<void> {
  const admin = await Staff.signIn('admin@demo.test');
  const widget = (await admin.all<WidgetRow>('widgets')).find((one) => one.key === widgetKey);
  if (!widget) throw new Error(`There is no widget ${widgetKey}`);
  await admin.put(`widgets/${widget.id}`, { ...widget, allowedOrigins: [...widget.allowedOrigins, origin] });
  await admin.leave();
}
