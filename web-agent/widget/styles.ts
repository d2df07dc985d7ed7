const dark = '--back: #15181d; --text: #eceff3; --quiet: #a9b3bf; --line: #343b45; --field: #7d8896; --theirs: #282e37; --bad: #ffb4ab; color-scheme: dark;';

export const styles = `
:host { all: initial !important; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.widget {
  --back: #fff; --text: #1b1f24; --quiet: #59626e; --line: #d3d9e0; --field: #7b8592; --theirs: #eef1f5; --bad: #b3261e;
  --raised: 0 8px 32px rgb(0 0 0 / .22); --panel: 16px; --small: 10px; --tail: 4px; --launch: 30px;
  color-scheme: light; color: var(--text); text-align: start;
  font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
button, input, textarea { font: inherit; color: inherit; margin: 0; }
[data-corners=soft] { --panel: 8px; --small: 6px; --launch: 14px; }
[data-corners=square] { --panel: 2px; --small: 2px; --tail: 2px; --launch: 2px; }
h3 { margin: 0 0 8px; font-size: 16px; }
button { min-width: 44px; min-height: 44px; border: 0; border-radius: var(--small); background: none; cursor: pointer; padding: 0 12px; }
:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; box-shadow: 0 0 0 2px var(--back); }
svg { display: block; width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launcher {
  position: fixed; z-index: 2147483000; inset-block-end: calc(20px + env(safe-area-inset-bottom)); right: 20px;
  width: 60px; height: 60px; border-radius: var(--launch); display: grid; place-items: center; padding: 0;
  background: var(--brand); color: var(--on-brand); box-shadow: var(--raised), inset 0 0 0 1px rgb(128 128 128 / .5);
}
.invitation { display: none; }
.worded { display: flex; align-items: center; gap: 10px; width: auto; max-width: calc(100vw - 40px); padding: 0 22px 0 18px; font-weight: 600; }
.worded .invitation { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.launcher svg { flex: none; width: 28px; height: 28px; }
.badge {
  position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-width: 24px; height: 24px; padding: 0 6px; border-radius: 12px;
  background: #b3261e; color: #fff; border: 2px solid #fff; font-size: 13px; font-weight: 700; line-height: 20px; text-align: center;
}
.panel {
  position: fixed; z-index: 2147483001; inset-block-end: calc(92px + env(safe-area-inset-bottom)); right: 20px;
  width: 380px; max-width: calc(100vw - 40px); height: 600px; max-height: calc(100vh - 112px); max-height: calc(100dvh - 112px);
  display: flex; flex-direction: column; overflow: hidden; border-radius: var(--panel); border: 1px solid var(--line);
  background: var(--back); box-shadow: var(--raised); animation: rise .18s ease-out;
}
[data-side=left] .launcher, [data-side=left] .panel { left: 20px; right: auto; }
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
header { display: flex; align-items: center; gap: 4px; padding: 8px; padding-inline-start: 18px; background: var(--brand); color: var(--on-brand); }
header h2 { flex: 1; margin: 0; font-size: 17px; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
header button { font-size: 14px; }
header .icon { padding: 0 10px; }
header :focus-visible { outline-color: var(--on-brand); outline-offset: -4px; box-shadow: none; }
.status { margin: 0; padding: 10px 18px; font-size: 14px; border-block-end: 1px solid var(--line); }
.status:empty { display: none; }
.scroll { position: relative; flex: 1; min-height: 0; display: flex; }
.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 16px 18px; display: flex; flex-direction: column; gap: 4px; }
.log:focus-visible { outline-offset: -4px; }
.message { max-width: 84%; align-self: flex-start; display: flex; flex-direction: column; align-items: flex-start; margin-block-end: 6px; }
.message.mine { align-self: flex-end; align-items: flex-end; }
.message.note { align-self: center; max-width: 100%; font-size: 14px; color: var(--quiet); text-align: center; align-items: center; margin-block: 6px; }
.author { font-size: 13px; color: var(--quiet); margin-inline: 12px; }
.bubble { margin: 0; padding: 9px 13px; border-radius: var(--panel) var(--panel) var(--panel) var(--tail); background: var(--theirs); white-space: pre-wrap; overflow-wrap: anywhere; }
.mine .bubble { background: var(--brand); color: var(--on-brand); border-radius: var(--panel) var(--panel) var(--tail); }
[dir=rtl] .bubble { border-radius: var(--panel) var(--panel) var(--tail); }
[dir=rtl] .mine .bubble { border-radius: var(--panel) var(--panel) var(--panel) var(--tail); }
.bubble a { color: inherit; text-decoration: underline; text-underline-offset: 2px; }
.bubble a:focus-visible { outline-color: currentColor; box-shadow: none; }
.bubble .file { display: flex; align-items: center; gap: 6px; padding: 0; text-align: start; text-decoration: underline; overflow-wrap: anywhere; }
.bubble .file svg { width: 18px; height: 18px; flex: none; }
.composer .icon { padding: 0 8px; flex: none; color: var(--quiet); }
.about { font-size: 13px; color: var(--quiet); margin-inline: 6px; }
.about.bad { color: var(--bad); }
.choices { display: flex; gap: 4px; }
.plain { text-decoration: underline; text-underline-offset: 3px; font-size: 14px; }
.newer {
  position: absolute; inset-block-end: 8px; left: 50%; transform: translateX(-50%); display: flex; align-items: center; gap: 6px; white-space: nowrap;
  background: var(--back); border: 1px solid var(--field); border-radius: 22px; font-size: 14px; box-shadow: 0 2px 8px rgb(0 0 0 / .2);
}
.newer svg { width: 16px; height: 16px; }
.typing { min-height: 22px; padding: 0 18px; font-size: 13px; color: var(--quiet); }
.confirm, .notice { padding: 6px 18px; font-size: 14px; border-block-start: 1px solid var(--line); }
.confirm { display: flex; align-items: center; flex-wrap: wrap; gap: 4px 8px; }
.confirm span { flex: 1 0 auto; }
.strong { background: var(--brand); color: var(--on-brand); box-shadow: inset 0 0 0 1px rgb(128 128 128 / .5); }
.notice { margin: 0; color: var(--bad); }
.notice:empty { display: none; }
.about-form, .rating { padding: 0 18px; font-size: 14px; border-block-start: 1px solid var(--line); overflow-y: auto; flex: 0 1 auto; }
.about-form.first, .rating { padding-block: 14px; max-height: 75%; }
summary { min-height: 44px; display: flex; align-items: center; cursor: pointer; color: var(--quiet); border-radius: var(--small); }
summary::before { content: "+"; inline-size: 18px; font-size: 18px; }
details[open] summary::before { content: "−"; }
.field { margin-block-end: 10px; }
.field label { display: block; margin-block-end: 3px; color: var(--quiet); }
.wrong { margin: 3px 0 0; color: var(--bad); }
.wrong:empty, .rating p:empty { display: none; }
.rating p { margin: 0; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
legend { padding: 0; margin-block-end: 8px; font-size: 16px; font-weight: 650; }
.scale { display: flex; gap: 8px; }
.score { position: relative; flex: 1; }
.score input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.score span { display: grid; place-items: center; height: 44px; border: 1px solid var(--field); border-radius: var(--small); font-size: 16px; }
.score input:checked + span { background: var(--brand); color: var(--on-brand); border-color: var(--text); font-weight: 700; }
.score input:focus-visible + span { outline: 3px solid var(--text); outline-offset: 2px; }
.ends { display: flex; justify-content: space-between; margin-block: 4px 8px; font-size: 13px; color: var(--quiet); }
.rating textarea { display: block; width: 100%; height: auto; max-height: 96px; margin-block-end: 8px; }
.answer { display: flex; align-items: center; gap: 8px; }
input, textarea { width: 100%; min-height: 44px; padding: 9px 12px; border: 1px solid var(--field); border-radius: var(--small); background: var(--back); color: var(--text); font-size: 16px; }
input:focus-visible, textarea:focus-visible { outline-offset: 0; box-shadow: none; outline-width: 2px; }
input[aria-invalid=true] { border-color: var(--bad); }
.composer { display: flex; align-items: flex-end; gap: 8px; padding: 10px 14px calc(14px + env(safe-area-inset-bottom)); border-block-start: 1px solid var(--line); }
textarea { flex: 1; width: auto; height: 44px; max-height: 132px; resize: none; line-height: 1.5; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
.send { padding: 0 10px; flex: none; }
[dir=rtl] .send svg { transform: scaleX(-1); }
@media (hover: hover) { header button:hover { background: rgb(128 128 128 / .25); } .plain:hover { text-decoration-thickness: 2px; } .launcher:hover, .strong:hover { filter: brightness(1.1); } }
[data-scheme=dark] { ${dark} }
@media (prefers-color-scheme: dark) { [data-scheme=auto] { ${dark} } }
@media (max-width: 640px), (max-height: 480px) {
  .panel {
    inset: var(--top, 0) 0 auto !important; width: 100%; max-width: none; height: var(--height, 100dvh); max-height: none; border: 0; border-radius: 0;
  }
  header { padding-block-start: calc(8px + env(safe-area-inset-top)); }
  .launcher[aria-expanded=true] { display: none; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) { .launcher, .strong, .bubble { border: 1px solid; } }
@media print { .widget { display: none; } }
`;
