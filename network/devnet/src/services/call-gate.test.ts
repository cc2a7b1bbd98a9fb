import { createCallGate } from './call-gate';

describe('a gate for calls', () => {
  test('lets in as many at a time as it may', () => {
    const gate = createCallGate('gateway.Gateway', 2);
    const leave = gate.enter();
    expect(gate.enter()).toBeDefined();
    expect(gate.enter()).toBeUndefined();
    leave?.();
    expect(gate.enter()).toBeDefined();
  });

  test('counts nobody out twice', () => {
    const gate = createCallGate('gateway.Gateway', 1);
    const leave = gate.enter();
    leave?.();
    leave?.();
    expect(gate.enter()).toBeDefined();
    expect(gate.enter()).toBeUndefined();
  });

  test('says what it is full of', () => {
    expect(createCallGate('gateway.Gateway', 500).refusal().message).toBe(
      'too many requests for /gateway.Gateway, exceeding concurrency limit (500)',
    );
  });
});
