using ContactCenter.Server.Features.Channels;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Quality;

sealed record SatisfactionRequest(int Score, string? Comment = null);
sealed record GivenSatisfaction(int Score, string Comment, DateTimeOffset At);

/// <summary>
/// POST /chat/satisfaction: the visitor says how it was, once the contact is over and until his ticket is opened again. The
/// same answer again is the same answer; another one is refused.
/// </summary>
static class AnswerSatisfaction
{
    const int LongestComment = 1000;

    public static async Task<Results<Created<GivenSatisfaction>, Ok<GivenSatisfaction>, Problem>> Handle(
        SatisfactionRequest body, Visitor visitor, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var comment = (body.Comment ?? "").Trim();
        var shape = new Shape()
            .Need(body.Score is >= Satisfaction.Worst and <= Satisfaction.Best, "score", $"{Satisfaction.Worst} to {Satisfaction.Best}.")
            .Need(comment.Length <= LongestComment, "comment", $"At most {LongestComment} characters.")
            .Need(!comment.Contains('\0', StringComparison.Ordinal), "comment", "Text only.");
        if (shape.Problem is { } bad) return bad;
        if (!visitor.AsksSatisfaction) return Problem.Conflict("not_asked");
        if (await VisitorTalk.Ended(db, visitor, cancellationToken) is not { } ticket) return Problem.Conflict("not_ended");
        if (await Before() is { } before) return Again(before);
        var given = Satisfaction.Give(ticket, body.Score, comment, time.GetUtcNow());
        db.Add(given);
        // Two tabs at once: the database takes one of them.
        if (await db.SaveOr("already_answered", cancellationToken) is null) return TypedResults.Created((string?)null, View(given));
        return Again((await Before())!);

        Task<Satisfaction?> Before() =>
            db.Set<Satisfaction>().AsNoTracking().SingleOrDefaultAsync(s => s.TicketId == ticket.Id && s.Episode == ticket.Episode, cancellationToken);

        Results<Created<GivenSatisfaction>, Ok<GivenSatisfaction>, Problem> Again(Satisfaction there) =>
            there.Score == body.Score && there.Comment == comment ? TypedResults.Ok(View(there)) : Problem.Conflict("already_answered");
    }

    static GivenSatisfaction View(Satisfaction s) => new(s.Score, s.Comment, s.At);
}
