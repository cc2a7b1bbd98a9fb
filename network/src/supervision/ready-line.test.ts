import { ReadyLine } from './ready-line';

describe('the line by which a process says that it is ready', () => {
  it('is found among other output, also when it comes in pieces', () => {
    const line = new ReadyLine();
    expect(line.read(Buffer.from('booting\n{"level":"info"}\n{"rea'))).toBeUndefined();
    expect(line.read(Buffer.from('dy":true,"port":1'))).toBeUndefined();
    expect(line.read(Buffer.from('}\nmore'))).toEqual({ ready: true, port: 1 });
  });

  it('is told once', () => {
    const line = new ReadyLine();
    line.read(Buffer.from('{"ready":true}\n'));
    expect(line.read(Buffer.from('{"ready":true}\n'))).toBeUndefined();
  });

  it.each(['{"ready":false}\n', '{"ready":"true"}\n', '{ready:true}\n', 'ready\n'])('is not %j', (text) => {
    expect(new ReadyLine().read(Buffer.from(text))).toBeUndefined();
  });
});
