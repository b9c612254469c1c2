// What must be true of a notebook in a browser. Each step gets the open notebook and throws where something is not so.
const assert = require('assert');

const text = outputs => outputs.map(o => [].concat(o.text ?? o.data?.['text/plain'] ?? o.traceback ?? '').join('')).join('\n');

// Until the kernel is idle and no cell waits.
const idle = () => !Jupyter.notebook.get_cells().some(c => c.cell_type === 'code' && c.element.hasClass('running')) && !Jupyter.notebook.kernel_busy;

module.exports = {
  async 'Run All: every cell has run in order, none failed, every picture is drawn'(notebook) {
    await notebook.clickMenu('#run_all_cells a');
    await notebook.until('the end of all cells', () => Jupyter.notebook.get_cells().every(c => c.cell_type !== 'code' || !c.get_text().trim() || typeof c.input_prompt_number === 'number'));
    await notebook.until('an idle kernel', idle);
    const cells = await notebook.cells();
    assert.deepStrictEqual(cells.map(c => c.number), cells.map((_, i) => i + 1));
    assert.deepStrictEqual(cells.flatMap(c => c.outputs.filter(o => o.output_type === 'error' || o.name === 'stderr')), []);
    const images = cells.flatMap(c => c.images);
    assert(images.length > 0, 'there is no picture');
    assert.deepStrictEqual(images.filter(i => !i.drawn || !i.alt), []);
    await notebook.fullShot('run-all');
    return `${cells.length} cells, ${images.length} pictures`;
  },

  async 'Progress is shown in one place'(notebook) {
    const index = await notebook.add('var shown = display(-1);\nfor (var i = 0; i < 40; i++) { await Task.Delay(25); shown.Update(i); }');
    await notebook.page.evaluate(i => {
      window.seen = new Set();
      window.most = 0;
      const area = Jupyter.notebook.get_cell(i).element[0].querySelector('.output');
      new MutationObserver(() => {
        const areas = area.querySelectorAll('.output_subarea');
        window.most = Math.max(window.most, areas.length);
        if (areas.length) window.seen.add(areas[0].textContent.trim());
      }).observe(area, { childList: true, subtree: true, characterData: true });
    }, index);
    await notebook.press('Control', 'Enter');
    await notebook.ended(index);
    await notebook.until('the last value', i => Jupyter.notebook.get_cell(i).element.find('.output_subarea').text().trim() === '39', index);
    const { seen, most } = await notebook.page.evaluate(() => ({ seen: window.seen.size, most: window.most }));
    assert.strictEqual(most, 1);
    assert(seen > 5, `only ${seen} values were seen`);
    return `${seen} of 41 values seen in one output`;
  },

  async 'Tab shows what fits'(notebook) {
    await notebook.run('var numbers = new List<int> { 3, 1, 2 };');
    const index = await notebook.add('numbers.Add');
    await notebook.press(null, 'Tab');
    await notebook.until('the list', () => document.querySelectorAll('#complete option').length > 0);
    const offered = await notebook.page.evaluate(() => [...document.querySelectorAll('#complete option')].map(o => o.textContent.trim()));
    assert(offered.includes('Add') && offered.includes('AddRange'), `offered: ${offered}`);
    await notebook.shot('completion');
    await notebook.press(null, 'Enter');
    await notebook.until('the choice', i => Jupyter.notebook.get_cell(i).get_text() === 'numbers.Add', index);
    return offered.join(' ');
  },

  async 'Tab completes a command'(notebook) {
    const index = await notebook.add('#!optim comp');
    await notebook.press(null, 'Tab');
    await notebook.until('the command', i => Jupyter.notebook.get_cell(i).get_text().startsWith('#!optim compare'), index);
  },

  async 'Shift-Tab shows signature and documentation'(notebook) {
    await notebook.add('new OptimNotebookExt.Optimizers.Eve');
    // The second time it grows.
    await notebook.press('Shift', 'Tab');
    await notebook.until('a help', () => document.querySelector('#tooltip .tooltiptext')?.textContent.trim());
    await notebook.press('Shift', 'Tab');
    await notebook.until('the help', () => /Makes an Eve/.test(document.querySelector('#tooltip .tooltiptext')?.textContent ?? ''));
    const help = await notebook.page.evaluate(() => document.querySelector('#tooltip .tooltiptext').textContent.trim());
    await new Promise(faded => setTimeout(faded, 500));
    await notebook.shot('help');
    await notebook.press(null, 'Escape');
    return help.split('\n')[0];
  },

  async 'Interrupt stops an endless loop and the session lives on'(notebook) {
    const index = await notebook.start('var kept = 7;\nConsole.WriteLine("runs");\nwhile (true);');
    await notebook.until('the output', i => /runs/.test(Jupyter.notebook.get_cell(i).element.find('.output').text()), index);
    const start = Date.now();
    await notebook.interrupt();
    await notebook.ended(index);
    const spent = Date.now() - start;
    assert.match(text(await notebook.outputs(index)), /KeyboardInterrupt/);
    assert.strictEqual(text(await notebook.run('kept')), '7');
    return `stopped after ${spent} ms`;
  },

  async 'Interrupt stops a comparison, which keeps what it has'(notebook) {
    const index = await notebook.start('#!optim compare Eve,Cain --epochs 150');
    await notebook.until('the first picture', i => Jupyter.notebook.get_cell(i).element.find('.output img').length > 0, index);
    await notebook.shot('compare-runs');
    const areas = await notebook.page.evaluate(i => Jupyter.notebook.get_cell(i).element.find('.output_area').length, index);
    const start = Date.now();
    await notebook.interrupt();
    await notebook.ended(index);
    const spent = Date.now() - start;
    const html = await notebook.page.evaluate(i => Jupyter.notebook.get_cell(i).element.find('.output').html(), index);
    assert.match(html, /<table/);
    assert.match(html, /<img/);
    assert.match(text(await notebook.run('results')), /Eve/);
    await notebook.page.evaluate(i => Jupyter.notebook.get_cell(i).element[0].scrollIntoView(), index);
    await notebook.shot('compare-stopped');
    return `${areas} output(s) while it ran, stopped after ${spent} ms`;
  },

  async 'A stack overflow is told, the kernel starts again and answers'(notebook) {
    await notebook.start('int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)');
    await notebook.until('the word of it', () => /died|Restarting/i.test(document.querySelector('.modal.in')?.textContent ?? document.querySelector('#notification_area').textContent));
    await notebook.shot('overflow');
    await notebook.page.evaluate(() => document.querySelectorAll('.modal.in .btn').forEach(b => b.click()));
    await notebook.until('no dialog', () => !document.querySelector('.modal'));
    assert.strictEqual(text(await notebook.run('6 * 7')), '42');
  },
};
