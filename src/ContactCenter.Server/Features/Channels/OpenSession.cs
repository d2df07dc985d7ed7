using System.Text.RegularExpressions;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Channels;

sealed record WidgetFace(string Title, string Greeting, string OfflineText, string Colour, bool Online, PreChat PreChat, WidgetTheme Theme, bool AsksSatisfaction);
sealed record SessionRequest(string? Name = null, string? Email = null, string? Language = null, string? Topic = null, string? TimeZone = null);
sealed record OpenedSession(string Token, Guid SessionId);

/// <summary>What a page needs to show the widget.</summary>
static class ShowWidget
{
    public static async Task<Results<Ok<WidgetFace>, Problem>> Handle(string widgetKey, Visitor visitor, OnDuty duty, CancellationToken cancellationToken)
    {
        var w = visitor.Widget;
        var online = await duty.ForQueue(w.QueueId, cancellationToken);
        return TypedResults.Ok(new WidgetFace(w.Title, w.Greeting, w.OfflineText, w.Colour, online, w.PreChat, w.Theme, w.AsksSatisfaction));
    }
}

/// <summary>A visitor begins, with what the widget asks of him: he gets a token and nothing else happens until he writes.</summary>
static partial class OpenSession
{
    const string Needed = "This is needed before the chat begins.";

    public static async Task<Results<Created<OpenedSession>, Problem>> Handle(
        string widgetKey, SessionRequest body, Visitor visitor, VisitorTokens tokens, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (name, email, language, topic) = (Line(body.Name), Line(body.Email), Line(body.Language), Line(body.Topic));
        var ask = visitor.Widget.PreChat;
        var shape = new Shape()
            .Need(name is not null || ask.Name != Ask.Required, "name", Needed)
            .Need(email is not null || ask.Email != Ask.Required, "email", Needed)
            .Need(topic is not null || ask.Topic != Ask.Required, "topic", Needed)
            .Need(name is null || (name.Length <= 100 && OneLine(name)), "name", "One line of at most 100 characters.")
            .Need(email is null || (email.Length <= 254 && EmailText().IsMatch(email)), "email", "An e-mail address.")
            .Need(language is null || LanguageText().IsMatch(language), "language", "A language tag like en or pt-BR.")
            .Need(topic is null || (topic.Length <= 200 && OneLine(topic)), "topic", "One line of at most 200 characters.");
        if (shape.Problem is { } bad) return bad;
        var now = time.GetUtcNow();
        var session = new VisitorSession
        {
            Id = Ids.New(now), ClientId = visitor.Widget.ClientId, WidgetId = visitor.Widget.Id,
            Name = name, Email = email, Language = language, Topic = topic, TimeZone = TimeZones.Known(body.TimeZone), CreatedAt = now, GoneAt = now,
        };
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created((string?)null, new OpenedSession(tokens.Issue(session.Id, session.ClientId), session.Id));
    }

    static string? Line(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static bool OneLine(string text) => !text.Any(char.IsControl);

    [GeneratedRegex(@"^[^\s@\p{C}]+@[^\s@\p{C}]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex EmailText();

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex LanguageText();
}
