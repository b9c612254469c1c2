// A notebook that is open in Jupyter Notebook 6, used as its reader uses it: keys, buttons, and what the page shows.
const fs = require('fs');
const path = require('path');

const LIMIT = 180_000;

class NotebookPage {
  constructor(page, folder) {
    this.page = page;
    this.folder = folder;
    this.shots = 0;
  }

  static async open(browser, server, name, folder) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1100, height: 900 });
    await page.goto(`${server.url}notebooks/${name}?token=${server.token}`);
    const opened = new NotebookPage(page, folder);
    await opened.until('a kernel', () => Jupyter?.notebook?.kernel?.is_connected() && Jupyter.notebook._fully_loaded);
    return opened;
  }

  // Waits for a condition that is evaluated in the page.
  async until(what, condition, ...args) {
    try {
      return await this.page.waitForFunction(condition, { timeout: LIMIT, polling: 50 }, ...args);
    } catch (e) {
      await this.shot('failed');
      throw new Error(`${what} did not come: ${e.message}`);
    }
  }

  // A cell below all others, with the caret at its end; its index.
  async add(code) {
    const index = await this.page.evaluate(text => {
      const cell = Jupyter.notebook.insert_cell_at_bottom('code');
      cell.set_text(text);
      const index = Jupyter.notebook.find_cell_index(cell);
      Jupyter.notebook.select(index);
      Jupyter.notebook.edit_mode();
      cell.focus_editor();
      cell.code_mirror.setCursor(cell.code_mirror.lineCount(), 0);
      cell.code_mirror.execCommand('goDocEnd');
      cell.element[0].scrollIntoView();
      return index;
    }, code);
    await this.page.waitForFunction(i => Jupyter.notebook.get_cell(i).code_mirror.hasFocus(), {}, index);
    return index;
  }

  async press(modifier, key) {
    if (modifier) await this.page.keyboard.down(modifier);
    await this.page.keyboard.press(key);
    if (modifier) await this.page.keyboard.up(modifier);
  }

  // Starts the code in a cell of its own with Ctrl-Enter; its index.
  async start(code) {
    const index = await this.add(code);
    await this.press('Control', 'Enter');
    return index;
  }

  async ended(index) {
    await this.until(`the end of cell ${index}`, i => {
      const cell = Jupyter.notebook.get_cell(i);
      return !cell.element.hasClass('running') && typeof cell.input_prompt_number === 'number';
    }, index);
  }

  // Runs the code; its outputs as the notebook stores them.
  async run(code) {
    const index = await this.start(code);
    await this.ended(index);
    return this.outputs(index);
  }

  outputs(index) {
    return this.page.evaluate(i => Jupyter.notebook.get_cell(i).output_area.toJSON(), index);
  }

  // All code cells: their numbers, their outputs, and the pictures as the browser has drawn them.
  cells() {
    return this.page.evaluate(() => Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code' && c.get_text().trim()).map(c => ({
      code: c.get_text(),
      number: c.input_prompt_number,
      outputs: c.output_area.toJSON(),
      images: [...c.element[0].querySelectorAll('.output_area img')].map(i => ({ alt: i.alt, drawn: i.complete && i.naturalWidth > 0 && i.offsetWidth > 0 })),
    })));
  }

  async clickMenu(selector) {
    await this.page.evaluate(s => document.querySelector(s).click(), selector);
  }

  async interrupt() {
    await this.page.click('button[data-jupyter-action="jupyter-notebook:interrupt-kernel"]');
  }

  async shot(name) {
    const file = `${String(++this.shots).padStart(2, '0')}-${name}.png`;
    fs.writeFileSync(path.join(this.folder, file), await this.page.screenshot());
  }

  // The whole notebook, however long.
  async fullShot(name) {
    const height = await this.page.evaluate(() => document.querySelector('#notebook-container').scrollHeight + 200);
    await this.page.setViewport({ width: 1100, height: Math.min(height, 15_000) });
    await this.shot(name);
    await this.page.setViewport({ width: 1100, height: 900 });
  }
}

module.exports = { NotebookPage };
