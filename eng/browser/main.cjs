// node main.cjs SERVER.json NOTEBOOK CHROMIUM PROFILE OUT: opens the notebook and takes the steps one after the other.
const fs = require('fs');
const puppeteer = require('puppeteer-core');
const { NotebookPage } = require('./page.cjs');
const steps = require('./steps.cjs');

const [serverFile, name, executablePath, userDataDir, out] = process.argv.slice(2);

(async () => {
  const server = JSON.parse(fs.readFileSync(serverFile, 'utf8'));
  const browser = await puppeteer.launch({
    executablePath,
    userDataDir,
    headless: true,
    args: [
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []), // root has no sandbox
      '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
  let failed = 0;
  try {
    const notebook = await NotebookPage.open(browser, server, name, out);
    for (const [step, take] of Object.entries(steps)) {
      try {
        const said = await take(notebook);
        console.log(`browser: ${step}${said ? ` (${said})` : ''}`);
      } catch (e) {
        failed++;
        await notebook.shot('failed');
        console.error(`browser: FAILED: ${step}\n${e.stack}`);
      }
    }
    // Left open with changes it would ask.
    await notebook.page.evaluate(() => { window.onbeforeunload = null; Jupyter.notebook.session.delete(); });
  } finally {
    await browser.close();
  }
  process.exit(failed ? 1 : 0);
})().catch(e => {
  console.error(e);
  process.exit(1);
});
