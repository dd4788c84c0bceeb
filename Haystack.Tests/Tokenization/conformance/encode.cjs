// Reads {"tokenizer": path, "texts": [...]} from stdin and writes the ids of every text, a list each, as JSON.
const { Tokenizer } = require('tokenizers');

const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk));
process.stdin.on('end', async () => {
  const { tokenizer, texts } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const reference = Tokenizer.fromFile(tokenizer);
  const ids = [];
  for (const text of texts)
    ids.push((await reference.encode(text, null, { addSpecialTokens: false })).getIds());
  process.stdout.write(JSON.stringify(ids));
});
