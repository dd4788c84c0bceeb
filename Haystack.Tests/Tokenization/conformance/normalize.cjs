// Reads an array of texts from stdin and writes each in forms C and KC, by ICU, as JSON; first the version of Unicode that it knows.
const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk));
process.stdin.on('end', () => {
  const texts = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  process.stdout.write(JSON.stringify([[process.versions.unicode], ...texts.map((t) => [t.normalize('NFC'), t.normalize('NFKC')])]));
});
