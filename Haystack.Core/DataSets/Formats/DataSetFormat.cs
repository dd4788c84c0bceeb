namespace Haystack.DataSets.Formats;

/// <summary>What a data set is written as.</summary>
internal enum DataSetFormat
{
    /// <summary>Haystack's own JSON lines, in a file or on stdout.</summary>
    Haystack,

    /// <summary>JSON lines of inspect_ai samples, in a file or on stdout.</summary>
    InspectAi,

    /// <summary>A folder with a task for lm-evaluation-harness and its data.</summary>
    LmEval,

    /// <summary>A folder that is a Hugging Face dataset: card and Parquet.</summary>
    HuggingFace,

    /// <summary>A folder of OpenAI Batch request files.</summary>
    OpenAiBatch,
}
