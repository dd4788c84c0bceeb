using System.Globalization;
using System.Text;

namespace Haystack.DataSets.Formats;

/// <summary>
/// A task of lm-evaluation-harness: <c>haystack.yaml</c>, its data as Parquet, whose columns have types (lines of JSON
/// have them by guess, and a list that is empty in the first of them is no list of texts to the <c>datasets</c> library),
/// and <c>data.jsonl</c> with Haystack's own lines, for <c>haystack score --data</c>.
/// </summary>
internal sealed class LmEvalFolder(DataSet data)
{
    private const string DataFile = "data.jsonl";

    /// <summary>Writes the task into a folder.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var lines = OutputFile.Create(Path.Combine(folder, DataFile));
        await using (lines.ConfigureAwait(false))
            await data.WriteAsync(new LmEvalLine(), lines, cancellationToken).ConfigureAwait(false);
        await new HuggingFaceFolder(data).WriteRowsAsync(folder, cancellationToken).ConfigureAwait(false);
        OutputFile.Write(Path.Combine(folder, "haystack.yaml"), Encoding.UTF8.GetBytes(Definition(data.Options)));
    }

    // Keys as in lm-evaluation-harness's docs/task_guide.md. Only a reply's last answer line is compared: a value that
    // stands somewhere in the reasoning is no answer.
    private static string Definition(SweepOptions options) => string.Create(CultureInfo.InvariantCulture, $$$"""
        # Written by `haystack generate --format lm-eval`. Run it in this folder:
        #   lm_eval --include_path . --tasks haystack --apply_chat_template --log_samples --output_path out …
        # and have the replies scored as a sweep would score them, by distance and with every outcome:
        #   haystack score --data {{{DataFile}}} --answers out/…/samples_haystack_….jsonl --out scored
        # The accuracy that lm_eval prints is an exact match of the answer line, over all distances together.
        task: haystack
        dataset_path: parquet
        dataset_kwargs:
          data_files:
            test: "data/test-*.parquet"
        test_split: test
        output_type: generate_until
        doc_to_text: "{{messages[0]['content']}}"
        doc_to_target: target
        generation_kwargs:
          until: []
          do_sample: false
          temperature: 0.0
          max_gen_toks: {{{options.OutputBudget}}}
        filter_list:
          - name: answer-line
            filter:
              - function: regex
                regex_pattern: "(?:Answer:|答案：)\\s*(.+)"
                group_select: -1
                fallback: ""
              - function: take_first
        metric_list:
          - metric: exact_match
            aggregation: mean
            higher_is_better: true
            ignore_case: true
            ignore_punctuation: true
        metadata:
          version: 1

        """);
}
