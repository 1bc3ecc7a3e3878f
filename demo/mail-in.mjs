// Brings a mail to the portal on this machine, as SendGrid's Inbound Parse does in Azure: in the raw form, signed.
//
//   echo 'Le 3129RC10482 est en panne.' | node demo/mail-in.mjs c.delorme@notaires-delorme.example.com 'Panne'
//   node demo/mail-in.mjs c.delorme@notaires-delorme.example.com < mail.eml     a whole mail, without a subject
//
// PORT and PORTAL_DATA as for ./portal, which asks with --public-key for the key that signatures are checked by.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const port = process.env.PORT ?? '7071';
const data = process.env.PORTAL_DATA ?? (port === '7071' ? '.portal' : `.portal-${port}`);

function privateKey(file) {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  return createPrivateKey(readFileSync(file));
}

async function send(from, subject, key) {
  const to = 'demandes@reponses.dfm.example.com';
  const typed = readFileSync(0);
  const head = `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${randomUUID()}@local>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n`;
  const mail = subject === undefined ? typed : Buffer.concat([Buffer.from(head), typed]);
  const form = new FormData();
  form.append('envelope', JSON.stringify({ to: [to], from }));
  form.append('dkim', `{@${from.split('@').at(-1)} : pass}`);
  form.append('SPF', 'pass');
  form.append('email', new Blob([mail]));
  const request = new Request(`http://localhost:${port}/api/inbound/email`, { method: 'POST', body: form });
  const body = Buffer.from(await request.arrayBuffer());
  const timestamp = String(Math.floor(Date.now() / 1000));
  const answer = await fetch(request.url, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': request.headers.get('Content-Type'),
      'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
      'X-Twilio-Email-Event-Webhook-Signature': sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), key).toString('base64'),
    },
  });
  console.log(answer.status, await answer.text());
  if (!answer.ok) process.exitCode = 1;
}

const [first, second] = process.argv.slice(2);
const key = privateKey(first === '--public-key' ? second : `${data}/inbound-key.pem`);
if (first === '--public-key') console.log(createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'));
else await send(first, second, key);
