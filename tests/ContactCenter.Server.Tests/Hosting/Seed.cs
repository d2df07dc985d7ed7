using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform;
using Microsoft.AspNetCore.Identity;

namespace ContactCenter.Server.Tests.Hosting;

/// <summary>
/// Rows that a test needs to be there, written by the owner, so that a test of one room does not go through the
/// administration of another.
/// </summary>
public sealed class Seed(Installation installation, TimeProvider time)
{
    public const string Password = "Test!2345";

    // Hashing takes long on purpose; every seeded person has the same password.
    private static readonly string PasswordHash = new PasswordHasher<object>().HashPassword(new object(), Password);

    public Guid NewId() => Ids.New(time.GetUtcNow());

    public async Task<Guid> Client(string key, string? name = null)
    {
        var id = NewId();
        await installation.Execute(
            "INSERT INTO clients.clients (id, key, name, active, version) VALUES (@id, @key, @name, true, 1)",
            ("id", id), ("key", key), ("name", name ?? key));
        return id;
    }

    public async Task<Guid> Role(string name, params string[] permissions)
    {
        var id = NewId();
        await installation.Execute(
            "INSERT INTO access.roles (id, name, permissions, built_in, version) VALUES (@id, @name, @permissions, false, 1)",
            ("id", id), ("name", name), ("permissions", permissions));
        return id;
    }

    /// <summary>A person who can sign in; without clients he is for all of them.</summary>
    public async Task<Guid> User(string email, IEnumerable<Guid> roles, IReadOnlyCollection<Guid>? clients = null, string? name = null)
    {
        var id = NewId();
        await installation.Execute(
            """
            INSERT INTO access.users (id, name, user_name, normalized_user_name, email, normalized_email, email_confirmed, password_hash,
                security_stamp, concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count,
                active, all_clients, access_stamp, version)
            VALUES (@id, @name, @email, upper(@email), @email, upper(@email), true, @hash, @id::text, @id::text, false, false, true, 0,
                true, @all, 1, 1)
            """,
            ("id", id), ("name", name ?? email), ("email", email), ("hash", PasswordHash), ("all", clients is null));
        foreach (var role in roles)
            await installation.Execute("INSERT INTO access.user_roles (user_id, role_id) VALUES (@id, @role)", ("id", id), ("role", role));
        foreach (var client in clients ?? [])
            await installation.Execute("INSERT INTO access.user_clients (user_id, client_id) VALUES (@id, @client)", ("id", id), ("client", client));
        return id;
    }

    /// <summary>Someone who may do everything, for all clients.</summary>
    public async Task<Guid> Admin(string email) => await User(email, [await Role($"everything {email}", [.. Permission.All])]);

    public async Task<Guid> Skill(string key)
    {
        var id = NewId();
        await installation.Execute(
            "INSERT INTO agents.skills (id, key, name, version) VALUES (@id, @key, @key, 1)", ("id", id), ("key", key));
        return id;
    }

    /// <summary>Makes a user an agent, offline, with skills at level 10.</summary>
    public async Task Agent(Guid user, params Guid[] skills)
    {
        await installation.Execute(
            "INSERT INTO agents.agents (id, state, since, idle_since, gone_at, version) VALUES (@id, 'offline', @now, @now, @now, 1)",
            ("id", user), ("now", time.GetUtcNow()));
        foreach (var skill in skills)
        {
            await installation.Execute(
                "INSERT INTO agents.agent_skills (agent_id, skill_id, level) VALUES (@id, @skill, 10)", ("id", user), ("skill", skill));
        }
    }

    public async Task<Guid> Queue(Guid client, string name = "Support", params Guid[] skills)
    {
        var id = NewId();
        var wanted = string.Join(',', skills.Select(s => $$"""{"skillId":"{{s}}","level":1}"""));
        await installation.Execute(
            """
            INSERT INTO routing.queues (id, client_id, name, pool, skills, answer_target_seconds, offer_seconds, wrap_up_seconds, reopen_hours,
                auto_accept, active, version)
            VALUES (@id, @client, @name, 'main', @skills::jsonb, 30, 20, 30, 24, false, true, 1)
            """,
            ("id", id), ("client", client), ("name", name), ("skills", $"[{wanted}]"));
        return id;
    }

    /// <summary>Open from nine to five, Monday to Friday, UTC.</summary>
    public async Task<Guid> Calendar(string name)
    {
        var id = NewId();
        var windows = string.Join(',', new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.Select(day => $$"""{"day":"{{day}}","from":"09:00","to":"17:00"}"""));
        await installation.Execute(
            """
            INSERT INTO clients.calendars (id, name, version) VALUES (@id, @name, 1);
            INSERT INTO clients.calendar_versions (calendar_id, valid_from, time_zone, windows, special_days) VALUES (@id, @now, 'UTC', @windows::jsonb, '[]');
            """,
            ("id", id), ("name", name), ("now", time.GetUtcNow()), ("windows", $"[{windows}]"));
        return id;
    }

    public async Task<Guid> Site(string name)
    {
        var id = NewId();
        await installation.Execute(
            "INSERT INTO clients.sites (id, name, time_zone, calendar_id, active, version) VALUES (@id, @name, 'UTC', null, true, 1)", ("id", id), ("name", name));
        return id;
    }

    public async Task<Guid> Widget(Guid client, Guid queue, string key)
    {
        var id = NewId();
        await installation.Execute(
            """
            INSERT INTO channels.widgets (id, client_id, queue_id, key, name, title, greeting, offline_text, colour, allowed_origins, active, version)
            VALUES (@id, @client, @queue, @key, @key, 'Chat', 'Hello', 'We are away', '#005fcc', '{}', true, 1)
            """,
            ("id", id), ("client", client), ("queue", queue), ("key", key));
        return id;
    }

    public async Task<Guid> CannedReply(Guid client, string shortcut, string title, string text)
    {
        var id = NewId();
        await installation.Execute(
            "INSERT INTO knowledge.canned_replies (id, client_id, shortcut, title, text, active, version) VALUES (@id, @client, @shortcut, @title, @text, true, 1)",
            ("id", id), ("client", client), ("shortcut", shortcut), ("title", title), ("text", text));
        return id;
    }

    public async Task<Guid> Disposition(Guid client, string key)
    {
        var id = NewId();
        await installation.Execute(
            "INSERT INTO tickets.dispositions (id, client_id, key, label, active, version) VALUES (@id, @client, @key, @key, true, 1)",
            ("id", id), ("client", client), ("key", key));
        return id;
    }
}
