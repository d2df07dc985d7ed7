using System.Text.RegularExpressions;

namespace ContactCenter.Server.Platform.Http;

/// <summary>Checks a request's fields at the boundary and collects what is wrong, so that the caller hears all of it at once.</summary>
public sealed partial class Shape
{
    readonly Dictionary<string, List<string>> errors = [];

    /// <summary>Null when everything is as it should be.</summary>
    public Problem? Problem => errors.Count == 0
        ? null
        : new Problem(StatusCodes.Status400BadRequest, "invalid_request", null,
            errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal));

    public Shape Need(bool holds, string field, string otherwise)
    {
        if (holds) return this;
        if (!errors.TryGetValue(field, out var texts)) errors[field] = texts = [];
        texts.Add(otherwise);
        return this;
    }

    public Shape Text(string field, string? value, int atMost) =>
        Need(!string.IsNullOrWhiteSpace(value), field, "Must not be empty.").Need(value is null || value.Length <= atMost, field, $"At most {atMost} characters.");

    /// <summary>A key: a name for addresses and settings.</summary>
    public Shape Key(string field, string? value) =>
        Need(value is not null && value.Length <= 50 && KeyText().IsMatch(value), field, "Lower-case letters, digits and single hyphens, at most 50 characters.");

    /// <summary>A key may be sent back as it was read, but it never changes.</summary>
    public Shape SameKey(string? sent, string present) => Need(sent is null || sent == present, "key", "A key cannot be changed.");

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex KeyText();
}
