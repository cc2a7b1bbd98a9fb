import type { ChannelConfig } from '../config/channel-config';

/** The configurations of a channel, each with the block that put it in force. There are few, and the newest is wanted most. */
export class ConfigHistory {
  private readonly entries: { readonly block: number; readonly config: ChannelConfig }[];

  constructor(first: ChannelConfig) {
    this.entries = [{ block: 0, config: first }];
  }

  get newest(): ChannelConfig {
    return this.entries.at(-1)!.config;
  }

  /** What is in force for whoever has seen blocks 0 to `height` - 1. */
  at(height: number): ChannelConfig {
    return (this.entries.findLast(({ block }) => block < height) ?? this.entries[0]!).config;
  }

  /** Forgets what blocks from `height` on put in force. */
  rewind(height: number): void {
    this.entries.splice(Math.max(1, this.entries.filter(({ block }) => block < height).length));
  }

  add(config: ChannelConfig, block: number): void {
    this.entries.push({ block, config });
  }
}
