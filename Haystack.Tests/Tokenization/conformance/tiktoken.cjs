// Reads {"encoding": name, "texts": [...]} from stdin and writes the ids of every text, special tokens taken as text, as JSON.
const { get_encoding } = require('tiktoken');

const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk));
process.stdin.on('end', () => {
  const { encoding, texts } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const reference = get_encoding(encoding);
  process.stdout.write(JSON.stringify(texts.map((text) => Array.from(reference.encode_ordinary(text)))));
});
