import { describe, expect, it } from 'vitest';
import { translate, translateValue, type Places } from '../../tools/stack/places.js';

const places: Places = {
  hosts: ['api', 'temporal', 'countermand.localhost'],
  ports: { '3000': 21_001, '7233': 21_002, '8443': 21_003, '9464': 21_004 },
  paths: { '/run/secrets/ca.crt': '/here/ca.crt', '/tmp': '/here/tmp', '/etc/temporal': '/here/files' },
};

describe('what a container says, said on this machine', () => {
  it.each([
    ['a service and its port', 'proxy_pass http://api:3000;', 'proxy_pass http://127.0.0.1:21001;'],
    ['an alias', 'https://countermand.localhost:8443', 'https://127.0.0.1:21003'],
    ['the container itself', "fetch('http://127.0.0.1:9464/readyz')", "fetch('http://127.0.0.1:21004/readyz')"],
    ['every address', '--listen=0.0.0.0:3000', '--listen=127.0.0.1:21001'],
    ['a port alone', 'listen 8443 ssl', 'listen 21003 ssl'],
    ['a mounted file', '--ca=/run/secrets/ca.crt', '--ca=/here/ca.crt'],
    ['a path under a mount', 'pid /tmp/nginx.pid;', 'pid /here/tmp/nginx.pid;'],
  ])('%s', (_what, inContainer, here) => {
    expect(translate(inContainer, places)).toBe(here);
  });

  it.each([
    ['a name that only ends like an alias', 'https://temporal.countermand.localhost:8443'],
    ['a port of somebody else', 'https://bank.example:3000'],
    ['a number that holds a port', '13000 30001 1.3000'],
    ['a path that holds a mounted one', '/var/tmp/x /tmpfile /etc/temporal-old'],
    ['a program named like a service', 'temporal operator cluster health'],
  ])('leaves alone %s', (_what, text) => {
    expect(translate(text, places)).toBe(text);
  });

  it('takes a bare name for an address in a variable only', () => {
    expect(translateValue('temporal', places)).toBe('127.0.0.1');
    expect(translate('temporal', places)).toBe('temporal');
  });

  it('does not look again at what it has put in', () => {
    expect(translate('/tmp', { ...places, paths: { '/tmp': '/tmp/run/tmp' } })).toBe('/tmp/run/tmp');
  });
});
