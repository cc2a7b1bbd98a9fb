/** How peers and orderers log: a line a message, without colours, and nothing of what chaincodes are called with. */
export const LOGGING = {
  FABRIC_LOGGING_SPEC: 'info',
  FABRIC_LOGGING_FORMAT: '%{time:2006-01-02T15:04:05.000Z07:00} %{level:.4s} [%{module}] %{message}',
} as const;
