using System.Text.RegularExpressions;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Knowledge;

/// <summary>
/// What agents of a client answer again and again, found by its shortcut. Its text may name what is filled in when an agent
/// takes it: {{customer}}, {{agent}}, {{client}}, {{number}}.
/// </summary>
public sealed partial class CannedReply : StreamOwner
{
    public const int MaxText = 10_000;
    public static readonly IReadOnlyList<string> Variables = ["customer", "agent", "client", "number"];

    CannedReply() { }

    public Guid ClientId { get; private init; }
    public string Shortcut { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Text { get; private set; } = "";
    public bool Active { get; private set; }

    public override string StreamKind => "cannedReply";
    public override Guid? StreamClient => ClientId;

    public static CannedReply Add(Guid client, CannedReplyText text, DateTimeOffset now)
    {
        var reply = new CannedReply { Id = Ids.New(now), ClientId = client };
        reply.Change(text, now);
        return reply;
    }

    public void Change(CannedReplyText text, DateTimeOffset now)
    {
        (Shortcut, Title, Text, Active) = (text.Shortcut, text.Title, text.Text, text.Active);
        Raise(now, new CannedReplyChanged(Id, text.Active));
    }

    public bool Says(CannedReplyText text) => text == new CannedReplyText(Shortcut, Title, Text, Active);

    /// <summary>The names in double braces that nothing would be filled in for.</summary>
    public static IEnumerable<string> UnknownVariables(string text) =>
        Variable().Matches(text).Select(m => m.Groups["name"].Value.Trim()).Where(name => !Variables.Contains(name)).Distinct();

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Variable();
}

public sealed record CannedReplyText(string Shortcut, string Title, string Text, bool Active);
